// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { countsOfStatus, differences, kubeSphereStatus } from "../../../lib/ipam/kubesphere-status";
import { poolUses } from "../../../lib/ipam/use";
import { blockOf, generatedBlocks, generatedReservations, poolOf } from "./blocks";

const POOL = poolOf("a", "10.0.0.0/24", { blockSize: 28 });

describe("KubeSphere's status of a pool", () => {
    it("counts tunnels among the allocations and knows no IPReservations, as KubeSphere 3.4 does", () => {
        const owners = [
            { kind: "tunnel", node: "n", byHandle: true },
            { kind: "windows" },
            { kind: "pod", namespace: "shop", pod: "p", node: "n" },
        ] as const;
        const reservations = [{ spec: { reservedCIDRs: ["10.0.0.128/25"] } }];
        const [use] = poolUses([POOL], [blockOf("10.0.0.0/28", "host:n", owners)], reservations);
        assert.deepEqual(kubeSphereStatus(use!), {
            capacity: 256,
            allocations: 2,
            unallocated: 253,
            reserved: 1,
            tunnel: 1,
            namespaces: { shop: 1 },
        });
    });

    it("says what the blocks say, but for reservations", () => {
        fc.assert(
            fc.property(generatedBlocks, generatedReservations, (generated, reservations) => {
                const blocks = generated.map(({ cidr, affinity, owners }) => blockOf(cidr, affinity, owners));
                const [use] = poolUses([POOL], blocks);
                const { capacity, allocations, unallocated, reserved, tunnel, namespaces } = use!;
                assert.deepEqual(countsOfStatus(kubeSphereStatus(use!), POOL), {
                    ...{ capacity, allocations, unallocated, reserved, tunnel, namespaces },
                });
                const [reserving] = poolUses([POOL], blocks, reservations);
                assert.deepEqual(differences(kubeSphereStatus(use!), reserving!), []);
            }),
        );
    });

    it("is told to differ number by number and namespace by namespace", () => {
        const pod = { kind: "pod", namespace: "shop", pod: "p", node: "n" } as const;
        const [use] = poolUses([POOL], [blockOf("10.0.0.0/28", "host:n", [pod, pod])]);
        const other = { ...kubeSphereStatus(use!), allocations: 1, tunnel: 1, namespaces: { shop: 1, web: 2 } };
        assert.deepEqual(differences(other, use!), [
            "allocations is 1 there and 2 in the blocks",
            "tunnel is 1 there and 0 in the blocks",
            "the namespace shop has 1 there and 2 in the blocks",
            "the namespace web has 2 there and 0 in the blocks",
        ]);
    });

    it("has no number for a large IPv6 pool, whose size follows from its CIDR", () => {
        const six = poolOf("six", "fd00::/64");
        const [use] = poolUses(
            [six],
            [blockOf("fd00::/122", "host:n", [{ kind: "tunnel", node: "n", byHandle: true }])],
        );
        const status = kubeSphereStatus(use!);
        assert.equal(status.capacity, 2147483647);
        assert.equal(countsOfStatus(status, six).capacity, 2n ** 64n);
        assert.equal(countsOfStatus(status, six).unallocated, 2n ** 64n - 1n);
        assert.deepEqual(differences({ ...status, capacity: 0, unallocated: -1 }, use!), []);
    });
});
