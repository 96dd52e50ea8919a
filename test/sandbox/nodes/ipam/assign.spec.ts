// SPDX-License-Identifier: Apache-2.0
// Proves how nodes share pools. Does not prove that Calico begins at the same block: its start follows from Go's random numbers.
import assert from "node:assert/strict";
import fc from "fast-check";
import { containsAddress, parseCidr } from "../../../../lib/cidr";
import { assign, assignAll, held, release, type Blocks } from "../../../../sandbox/nodes/ipam/assign";
import { isEmpty } from "../../../../sandbox/nodes/ipam/block";
import { NoAddressError, type Pool } from "../../../../sandbox/nodes/ipam/pools";
import { assigned, changed, pool, request, world } from "./world";

const A = pool("a", "10.1.0.0/28");
const B = pool("b", "10.2.0.0/28");

function isOf({ cidr }: Pool, address: string): boolean {
    const range = parseCidr(cidr);
    return range !== undefined && containsAddress(range, address);
}

function requests(count: number, node: string, more = {}) {
    return Array.from({ length: count }, (_, index) => request(`${node}-${index}`, node, more));
}

describe("A node gives an address away", () => {
    it("of its own block until that is full, and then of a new one", () => {
        const { blocks } = assigned(requests(5, "node-1"), world([A]));
        assert.deepEqual(
            [...blocks.values()].map(({ affinity, unallocated }) => [affinity, unallocated.length]),
            [
                ["host:node-1", 0],
                ["host:node-1", 3],
            ],
        );
    });

    it("of a block that it has in any of the pools before it claims one in the first", () => {
        const before = assigned([request("old", "node-1", { requested: [B.cidr] })], world([A, B]));
        const both = { requested: [A.cidr, B.cidr] };
        const { addresses } = assigned(requests(4, "node-1", both), world([A, B]), before.blocks);
        assert.deepEqual(
            addresses.map((address) => isOf(B, address)),
            [true, true, true, false],
        );
    });

    it("of the new pool alone once the old one is no longer asked for, though it has blocks there", () => {
        const before = assigned([request("old", "node-1", { requested: [B.cidr] })], world([A, B]));
        const { addresses } = assigned(
            [request("new", "node-1", { requested: [A.cidr] })],
            world([A, B]),
            before.blocks,
        );
        assert.ok(isOf(A, addresses[0] ?? ""), addresses[0]);
    });

    it("of another node's block when no block is left", () => {
        const small = pool("small", "10.3.0.0/30");
        const before = assigned([request("first", "node-1")], world([small]));
        const { address, block } = assign(before.blocks, request("second", "node-2"), world([small]));
        assert.equal(address, "10.3.0.1");
        assert.equal(block.affinity, "host:node-1");
    });

    it("of an empty block of another node, which becomes its own, a minute after that was claimed", () => {
        const small = pool("small", "10.3.0.0/30");
        const { blocks } = assigned([request("first", "node-1")], world([small], [], "2026-01-01T00:00:00Z"));
        const empty = changed(blocks, release(blocks, "first"));
        const soon = assign(empty, request("second", "node-2"), world([small], [], "2026-01-01T00:00:59Z"));
        assert.equal(soon.block.affinity, "host:node-1");
        const later = assign(empty, request("second", "node-2"), world([small], [], "2026-01-01T00:01:00Z"));
        assert.equal(later.block.affinity, "host:node-2");
    });

    it("of no block beyond its twentieth", () => {
        const wide = pool("wide", "10.4.0.0/24", { blockSize: 32 });
        const { blocks } = assigned(requests(20, "node-1"), world([wide]));
        assert.throws(() => assign(blocks, request("more", "node-1"), world([wide])), {
            message: "cannot allocate new block due to per host block limit",
        });
    });

    it("of no pool when all are used up, and names them", () => {
        const pools = [pool("a", "10.1.0.0/30"), pool("b", "10.2.0.0/30")];
        const { blocks } = assigned(requests(8, "node-1"), world(pools));
        assert.throws(() => assign(blocks, request("more", "node-2"), world(pools)), {
            message:
                "failed to request IPv4 addresses: Assigned 0 out of 1 requested IPv4 addresses; " +
                "No IPs available in pools: [10.1.0.0/30 10.2.0.0/30]",
        });
    });

    it("to nobody who has one: that owner keeps it", () => {
        const { addresses, blocks } = assigned([request("pod", "node-1")], world([A]));
        assert.deepEqual(assignAll(blocks, [request("pod", "node-2")], world([A])), { addresses, changed: [] });
    });

    it("of both families or of none", () => {
        const six = pool("six", "fd00:10::/122", { blockSize: 126 });
        const both = [request("pod", "node-1"), request("pod", "node-1", { family: 6 })];
        const { addresses, changed: written } = assignAll(new Map(), both, world([pool("a", "10.1.0.0/30"), six]));
        assert.equal(addresses.length, 2);
        assert.ok(isOf(six, addresses[1] ?? ""), addresses[1]);
        assert.equal(written.length, 2);
        assert.throws(() => assignAll(new Map(), both, world([A])), { message: "cannot find a qualified ippool" });
    });
});

describe("Whatever pods come and go", () => {
    const RESERVED = ["10.1.0.0", "10.1.0.5", "10.2.0.15"];
    const POOLS = [A, B, pool("c", "10.3.0.0/29")];
    const step = fc.record({
        comes: fc.boolean(),
        handle: fc.nat(40).map((number) => `pod-${number}`),
        node: fc.constantFrom("node-1", "node-2", "node-3"),
        requested: fc.subarray(POOLS.map(({ cidr }) => cidr)),
    });

    /** All addresses that are given away, by address. */
    function owners(blocks: Blocks, handles: Iterable<string>): Map<string, string> {
        const all = [...handles].flatMap((handle) => held(blocks, handle).map((address) => [address, handle] as const));
        assert.equal(new Set(all.map(([address]) => address)).size, all.length, "an address has two owners");
        return new Map(all);
    }

    it("no address has two owners, none is reserved, each is of a pool that was asked for, and refused is only what is used up", () => {
        fc.assert(
            fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
                let blocks: Blocks = new Map();
                const handles = new Set<string>();
                const everything = world(POOLS, RESERVED);
                for (const { comes, handle, node, requested } of steps) {
                    if (!comes) {
                        blocks = changed(blocks, release(blocks, handle));
                        handles.delete(handle);
                        continue;
                    }
                    if (handles.has(handle)) {
                        continue;
                    }
                    const eligible = POOLS.filter(({ cidr }) => requested.length === 0 || requested.includes(cidr));
                    const before = owners(blocks, handles);
                    try {
                        const { address, block } = assign(blocks, request(handle, node, { requested }), everything);
                        assert.ok(!before.has(address), `${address} is given away twice`);
                        assert.ok(!RESERVED.includes(address), `${address} is reserved`);
                        assert.ok(
                            eligible.some((one) => isOf(one, address)),
                            `${address} is of a pool that was not asked for`,
                        );
                        blocks = changed(blocks, [block]);
                        handles.add(handle);
                    } catch (error) {
                        assert.ok(error instanceof NoAddressError, String(error));
                        const used = [...before.keys()].filter((address) => eligible.some((one) => isOf(one, address)));
                        const reserved = RESERVED.filter((address) => eligible.some((one) => isOf(one, address)));
                        const size = eligible.reduce((sum, { cidr }) => sum + (cidr.endsWith("/28") ? 16 : 8), 0);
                        assert.equal(used.length + reserved.length, size, "an address was left");
                    }
                }
                assert.deepEqual([...owners(blocks, handles).values()].sort(), [...handles].sort());
                const none = [...handles].reduce((rest, handle) => changed(rest, release(rest, handle)), blocks);
                assert.ok([...none.values()].every(isEmpty), "an address did not come back");
            }),
            { numRuns: 200 },
        );
    });
});
