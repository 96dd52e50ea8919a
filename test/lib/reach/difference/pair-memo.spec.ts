// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { PairMemo } from "../../../../lib/reach/difference/pair-memo";

describe("A memo of pairs of numbers", () => {
    it("asks once for each pair, in its order, and for a result of 0 too", () => {
        const asked: string[] = [];
        const memo = new PairMemo((one, other) => {
            asked.push(`${one} ${other}`);
            return one * other;
        });
        const pairs = [
            [0, 7],
            [7, 0],
            [7, 300],
            [7, 3],
            [300, 7],
        ] as const;
        for (const [one, other] of [...pairs, ...pairs]) {
            assert.equal(memo.get(one, other), one * other);
        }
        assert.deepEqual(asked, ["0 7", "7 0", "7 300", "7 3", "300 7"]);
    });

    it("forgets rather than take more than 32 MiB, and is right afterwards", () => {
        let asked = 0;
        const memo = new PairMemo((one, other) => {
            asked++;
            return one + other;
        });
        const others = [5, 2 ** 21, 2 ** 22];
        for (const other of [...others, ...others]) {
            assert.equal(memo.get(1, other), 1 + other);
        }
        assert.equal(memo.get(1, 5), 6);
        assert.ok(asked > others.length, String(asked));
    });
});
