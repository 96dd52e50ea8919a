// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { addressText, containsAddress, parseCidr } from "../../../lib/cidr";
import { leakedOf, podAddresses } from "../../../lib/ipam/leaks";
import { poolUses } from "../../../lib/ipam/use";
import { poolUsage } from "../../../lib/ippool/usage";
import { blockOf, generatedBlocks, generatedReservations, type Owner, poolOf } from "./blocks";

const POOL = poolOf("a", "10.0.0.0/24", { blockSize: 28 });

const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);

describe("the use of a pool", () => {
    it("is counted by namespace, node and block", () => {
        const pod = (name: string, namespace: string, node: string): Owner => ({
            kind: "pod",
            pod: name,
            namespace,
            node,
        });
        const blocks = [
            blockOf("10.0.0.16/28", "host:node-2", [pod("c", "web", "node-1")]),
            blockOf("10.0.0.0/28", "host:node-1", [
                { kind: "tunnel", node: "node-1", byHandle: true },
                pod("a", "shop", "node-1"),
                undefined,
                pod("b", "shop", "node-1"),
                { kind: "windows" },
                { kind: "service" },
            ]),
            blockOf("10.1.0.0/28", "host:node-1", [pod("d", "other", "node-1")]),
        ];
        const reservations = [{ spec: { reservedCIDRs: ["10.0.0.1", "10.0.0.252/30"] } }];
        const [use] = poolUses([POOL], blocks, reservations);
        const { allocated, namespaces, pool, ...counts } = use!;
        assert.equal(pool, POOL);
        assert.deepEqual(counts, {
            capacity: 256n,
            allocations: 5,
            unallocated: 246n,
            reserved: 5n,
            tunnel: 1,
            windows: 1,
            others: 1,
            withoutNode: 1,
            borrowed: 1,
            nodes: [
                { node: "node-1", blocks: 1, allocations: 4, borrowed: 1 },
                { node: "node-2", blocks: 1, allocations: 0, borrowed: 0 },
            ],
            blocks: [
                { cidr: "10.0.0.0/28", node: "node-1", size: 16, taken: 5 },
                { cidr: "10.0.0.16/28", node: "node-2", size: 16, taken: 1 },
            ],
        });
        assert.deepEqual(
            [...namespaces],
            [
                ["shop", 2],
                ["web", 1],
            ],
        );
        assert.deepEqual(
            allocated.map(({ address, use: what }) => `${addressText(4, address)} ${what}`),
            ["10.0.0.0 tunnel", "10.0.0.1 namespaced", "10.0.0.3 namespaced", "10.0.0.5 other", "10.0.0.16 namespaced"],
        );
    });

    it("of an IPv6 pool is exact, however large it is", () => {
        const block = blockOf("fd00::40/122", "host:node-1", [{ kind: "tunnel", node: "node-1", byHandle: false }]);
        const [use] = poolUses([poolOf("six", "fd00::/64")], [block]);
        assert.equal(use!.unallocated, 2n ** 64n - 1n);
        assert.equal(addressText(6, use!.allocated[0]!.address), "fd00::40");
    });

    it("adds up: what is given away, free and kept back is all that there is", () => {
        fc.assert(
            fc.property(generatedBlocks, generatedReservations, (generated, reservations) => {
                const blocks = generated.map(({ cidr, affinity, owners }) => blockOf(cidr, affinity, owners));
                const [use] = poolUses([POOL], blocks, reservations);
                const { capacity, allocations, unallocated, reserved } = use!;
                assert.equal(BigInt(allocations) + unallocated + reserved, capacity);
                assert.equal(sum(use!.namespaces.values()) + use!.tunnel + use!.others, allocations);
                assert.equal(sum(use!.nodes.map((node) => node.allocations)) + use!.withoutNode, allocations);
                assert.equal(sum(use!.nodes.map((node) => node.borrowed)), use!.borrowed);
                assert.equal(sum(use!.blocks.map(({ taken }) => taken)), allocations + use!.windows);
                assert.equal(use!.allocated.length, allocations);
            }),
        );
    });

    it("is what one finds who looks at each address", () => {
        fc.assert(
            fc.property(generatedBlocks, generatedReservations, (generated, reservations) => {
                const blocks = generated.map(({ cidr, affinity, owners }) => blockOf(cidr, affinity, owners));
                const owners = new Map<string, Owner>(
                    generated.flatMap(({ place, owners: all }) =>
                        all.map((owner, ordinal) => [`10.0.0.${place * 16 + ordinal}`, owner] as const),
                    ),
                );
                const kept = reservations.flatMap(({ spec }) => spec.reservedCIDRs);
                const isKept = (address: string): boolean =>
                    kept.some((text) => containsAddress(parseCidr(text.includes("/") ? text : `${text}/32`)!, address));
                const all = Array.from({ length: 256 }, (_, last) => `10.0.0.${last}`);
                const free = all.filter((address) => owners.get(address) === undefined && !isKept(address));
                const [use] = poolUses([POOL], blocks, reservations);
                assert.equal(use!.unallocated, BigInt(free.length));
                assert.equal(use!.tunnel, all.filter((address) => owners.get(address)?.kind === "tunnel").length);
            }),
        );
    });

    it("has every address that the guard of deletions counts", () => {
        fc.assert(
            fc.property(generatedBlocks, (generated) => {
                const blocks = generated.map(({ cidr, affinity, owners }) => blockOf(cidr, affinity, owners));
                const [use] = poolUses([POOL], blocks);
                assert.equal(poolUsage("10.0.0.0/24", blocks, []).allocations, use!.allocations + use!.windows);
            }),
        );
    });
});

describe("a leaked address", () => {
    const owner = (pod: string): Owner => ({ kind: "pod", namespace: "shop", pod, node: "node-1" });
    const block = blockOf("10.0.0.0/28", "host:node-1", [
        ...["there", "gone", "moved", "starting", "over"].map(owner),
        { kind: "tunnel", node: "node-1", byHandle: true },
    ]);
    const pod = (name: string, podIP?: string, phase = "Running") => ({
        metadata: { namespace: "shop", name },
        status: { phase, podIP },
    });

    it("is one of a pod that is gone, or that has another address by now", () => {
        const [use] = poolUses([POOL], [block]);
        const pods = [
            pod("there", "10.0.0.0"),
            pod("moved", "10.9.0.2"),
            pod("starting"),
            pod("over", "10.0.0.4", "Succeeded"),
        ];
        assert.deepEqual(
            leakedOf(use!, podAddresses(pods)).map((each) => each.pod),
            ["gone", "moved"],
        );
    });

    it("is not one that a virtual machine keeps while its pod changes", () => {
        const spec = {
            cidr: "10.0.0.0/28",
            allocations: [0],
            attributes: [{ handle_id: "vm", secondary: { namespace: "shop", pod: "gone", "vmi-name": "vm" } }],
        };
        const [use] = poolUses([POOL], [{ spec }]);
        assert.deepEqual(leakedOf(use!, new Map()), []);
    });
});
