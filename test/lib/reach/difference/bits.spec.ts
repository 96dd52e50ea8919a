// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { Bits } from "../../../../lib/reach/difference/bits";

const SIZE = 100;
const numbers = fc.uniqueArray(fc.nat(SIZE - 1)).map((list) => list.sort((one, other) => one - other));

function listOf(bits: Bits, first?: number, end?: number): number[] {
    const list: number[] = [];
    bits.forEach((number) => list.push(number), first, end);
    return list;
}

/** What becomes of a set by an operation with another one. */
function changed(
    one: readonly number[],
    other: readonly number[],
    change: (bits: Bits, other: Bits) => void,
): number[] {
    const bits = Bits.of(SIZE, one);
    change(bits, Bits.of(SIZE, other));
    return listOf(bits);
}

describe("A set of bits", () => {
    it("does with other sets what lists of the same numbers do", () => {
        fc.assert(
            fc.property(numbers, numbers, (one, other) => {
                const all = [...Array(SIZE).keys()];
                const isIn = (list: readonly number[]) => all.filter((number) => Bits.of(SIZE, list).has(number));
                assert.deepEqual(isIn(one), one);
                assert.deepEqual(
                    changed(one, other, (bits, other) => {
                        bits.addAll(other);
                    }),
                    all.filter((number) => one.includes(number) || other.includes(number)),
                );
                assert.deepEqual(
                    changed(one, other, (bits, other) => {
                        bits.keep(other);
                    }),
                    one.filter((number) => other.includes(number)),
                );
                assert.deepEqual(
                    changed(one, other, (bits, other) => {
                        bits.remove(other);
                    }),
                    one.filter((number) => !other.includes(number)),
                );
                const [bits, others] = [Bits.of(SIZE, one), Bits.of(SIZE, other)];
                assert.equal(
                    bits.meets(others),
                    one.some((number) => other.includes(number)),
                );
                assert.equal(bits.key === others.key, one.join() === other.join());
            }),
        );
    });

    it("visits its numbers, or those of whole words", () => {
        const bits = Bits.of(SIZE, [0, 31, 32, 63, 64, 99]);
        assert.deepEqual(listOf(bits), [0, 31, 32, 63, 64, 99]);
        assert.deepEqual(listOf(bits, 32, 64), [32, 63]);
        assert.deepEqual(listOf(Bits.all(SIZE)), [...Array(SIZE).keys()]);
    });
});
