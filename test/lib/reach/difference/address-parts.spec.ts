// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { AddressSet } from "../../../../lib/reach/addresses";
import { parts } from "../../../../lib/reach/bounds";
import { AddressParts, type IpBlock } from "../../../../lib/reach/difference/address-parts";

const cidr = fc.oneof(
    fc
        .tuple(fc.nat(3), fc.nat(255), fc.integer({ min: 6, max: 32 }))
        .map(([a, b, prefix]) => `${a * 64}.${b}.0.0/${prefix}`),
    fc.tuple(fc.nat(255), fc.integer({ min: 110, max: 128 })).map(([a, prefix]) => `fd00::${a.toString(16)}/${prefix}`),
    fc.constantFrom("0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0", "10.0.0.0/33"),
);

const blocks: fc.Arbitrary<IpBlock[]> = fc.array(fc.record({ cidr, except: fc.array(cidr, { maxLength: 3 }) }), {
    maxLength: 8,
});

function range(count: number): number[] {
    return [...Array(count).keys()];
}

/** What the parts of a block have together. */
function together(all: AddressParts, block: IpBlock): AddressSet {
    const own = parts(all.boundsOf(block)).flatMap(({ first, end }) => range(end).slice(first));
    return own.reduce((sum, part) => sum.union(all.addressesOf([part])), AddressSet.NONE);
}

describe("The parts of all addresses", () => {
    it("have every address once, and none of them is empty", () => {
        fc.assert(
            fc.property(blocks, (blocks) => {
                const all = new AddressParts(blocks);
                const sum = range(all.size).reduce((sum, part) => {
                    const own = all.addressesOf([part]);
                    assert.ok(!own.isEmpty);
                    assert.ok(sum.intersect(own).isEmpty);
                    return sum.union(own);
                }, AddressSet.NONE);
                assert.ok(sum.equals(AddressSet.ALL));
                assert.equal(all.addressesOf(range(all.size)), AddressSet.ALL);
            }),
        );
    });

    it("make up every block with its exceptions", () => {
        fc.assert(
            fc.property(blocks, (blocks) => {
                const all = new AddressParts(blocks);
                for (const block of blocks) {
                    const expected = AddressSet.of(block.cidr, block.except);
                    assert.equal(together(all, block).toString(), expected.toString());
                }
            }),
        );
    });

    it("have together what each of them has, be they few or many", () => {
        fc.assert(
            fc.property(blocks, fc.infiniteStream(fc.boolean()), (blocks, isChosen) => {
                const all = new AddressParts(blocks);
                const some = range(all.size).filter(() => isChosen.next().value);
                const expected = some.reduce((sum, part) => sum.union(all.addressesOf([part])), AddressSet.NONE);
                assert.equal(all.addressesOf(some).toString(), expected.toString());
            }),
        );
    });

    it("are found by an address", () => {
        const all = new AddressParts([
            { cidr: "10.0.0.0/8", except: ["10.1.0.0/16", "10.1.2.0/24"] },
            { cidr: "::/1" },
        ]);
        const found = ["9.9.9.9", "10.0.0.1", "10.1.0.1", "10.1.2.255", "10.1.3.0", "11.0.0.0", "::1", "fd00::1"];
        assert.deepEqual(
            found.map((address) => all.partOf(address)),
            [0, 1, 2, 3, 2, 0, 5, 4],
        );
        assert.equal(all.partOf("localhost"), undefined);
    });
});
