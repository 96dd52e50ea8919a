// SPDX-License-Identifier: Apache-2.0
// Proves how a block of Calico's is kept. Does not prove that Calico keeps one the same way.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
    addressesOf,
    blockName,
    give,
    isEmpty,
    newBlock,
    withoutOwner,
    type Block,
    type Owner,
} from "../../../../sandbox/nodes/ipam/block";

const NOW = new Date("2026-01-01T00:00:00Z");
const nothing = () => false;

function owner(handle: string): Owner {
    return { handle_id: handle, secondary: { pod: handle } };
}

function given(block: Block, handle: string): Block {
    const answer = give(block, owner(handle), nothing);
    assert.ok(answer, `${block.cidr} is full`);
    return answer.block;
}

describe("A block of addresses", () => {
    it("is named after its range", () => {
        assert.equal(blockName("10.42.0.0/26"), "10-42-0-0-26");
        assert.equal(blockName("fd00:10::/122"), "fd00-10---122");
    });

    it("is all free when a node claims it", () => {
        assert.deepEqual(newBlock("10.42.0.4/30", "node-1", NOW), {
            cidr: "10.42.0.4/30",
            affinity: "host:node-1",
            affinityClaimTime: "2026-01-01T00:00:00.000Z",
            allocations: [null, null, null, null],
            attributes: [],
            unallocated: [0, 1, 2, 3],
            sequenceNumber: NOW.getTime(),
            sequenceNumberForAllocation: {},
            strictAffinity: false,
            deleted: false,
        });
    });

    it("gives its addresses away in order, and writes down to whom", () => {
        const claimed = newBlock("10.42.0.4/30", "node-1", NOW);
        const first = give(claimed, owner("a"), nothing);
        assert.equal(first?.address, "10.42.0.4");
        const { allocations, attributes, unallocated, sequenceNumberForAllocation } = given(first.block, "b");
        assert.deepEqual(
            { allocations, attributes, unallocated, sequenceNumberForAllocation },
            {
                allocations: [0, 1, null, null],
                attributes: [owner("a"), owner("b")],
                unallocated: [2, 3],
                sequenceNumberForAllocation: { 0: NOW.getTime(), 1: NOW.getTime() + 1 },
            },
        );
    });

    it("passes over reserved addresses, which stay free", () => {
        const claimed = newBlock("10.42.0.4/30", "node-1", NOW);
        const answer = give(claimed, owner("a"), (address) => ["10.42.0.4", "10.42.0.5"].includes(address));
        assert.equal(answer?.address, "10.42.0.6");
        assert.deepEqual(answer.block.unallocated, [0, 1, 3]);
    });

    it("gives a returned address away last", () => {
        const taken = ["a", "b"].reduce(given, newBlock("10.42.0.4/30", "node-1", NOW));
        const { allocations, attributes, unallocated, sequenceNumberForAllocation } = withoutOwner(taken, "a");
        assert.deepEqual(
            { allocations, attributes, unallocated, sequenceNumberForAllocation },
            {
                allocations: [null, 0, null, null],
                attributes: [owner("b")],
                unallocated: [2, 3, 0],
                sequenceNumberForAllocation: { 1: NOW.getTime() + 1 },
            },
        );
    });

    it("is the same block where nothing is returned", () => {
        const taken = given(newBlock("10.42.0.4/30", "node-1", NOW), "a");
        assert.equal(withoutOwner(taken, "b"), taken);
    });

    it("knows each address either as free or as somebody's, whatever is given and returned", () => {
        const steps = fc.array(fc.record({ gives: fc.boolean(), handle: fc.constantFrom("a", "b", "c", "d", "e") }));
        fc.assert(
            fc.property(steps, (all) => {
                let block = newBlock("10.42.0.0/29", "node-1", NOW);
                for (const { gives, handle } of all) {
                    block = gives ? (give(block, owner(handle), nothing)?.block ?? block) : withoutOwner(block, handle);
                    const taken = block.allocations.flatMap((index, ordinal) => (index === null ? [] : [ordinal]));
                    assert.deepEqual([...taken, ...block.unallocated].sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
                    const owners = block.attributes.map(({ handle_id: one = "" }) => one);
                    assert.equal(new Set(owners).size, owners.length, "an owner has one entry");
                    const held = owners.map((one) => addressesOf(block, one).length);
                    assert.ok(
                        held.every((count) => count > 0),
                        "an owner without an address is forgotten",
                    );
                    assert.equal(isEmpty(block), owners.length === 0);
                    assert.deepEqual(Object.keys(block.sequenceNumberForAllocation).map(Number), taken);
                }
            }),
        );
    });
});
