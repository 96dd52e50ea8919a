// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { packed, PackedMembers } from "../../../../lib/reach/difference/members";

const numbers = fc.uniqueArray(fc.nat(20_000), { minLength: 1 }).map((list) => Int32Array.from(list).sort());

describe("A packed set of numbers", () => {
    it("has the numbers again, whose text no other set has", () => {
        fc.assert(
            fc.property(numbers, numbers, (one, other) => {
                const text = packed(one);
                assert.deepEqual(new PackedMembers(text, 0, 0, 0).numbers(), [...one]);
                assert.equal(text === packed(other), one.join() === other.join());
            }),
        );
    });

    it("takes no more than 8 bytes for a number, nor for 32 neighbours", () => {
        assert.equal(packed(Int32Array.of(5, 5000, 50_000)).length, 24);
        assert.equal(packed(Int32Array.from(Array(3200).keys())).length, 800);
    });
});
