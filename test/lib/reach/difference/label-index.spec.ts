// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { Bits } from "../../../../lib/reach/difference/bits";
import { LabelIndex } from "../../../../lib/reach/difference/label-index";
import { type LabelSelector, matches } from "../../../../lib/label-selector";

const KEYS = ["app", "tier", "constructor"];
const VALUES = ["a", "b", ""];
const labels = fc.array(fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES)), { maxLength: 70 });
const selector: fc.Arbitrary<LabelSelector> = fc.record(
    {
        matchLabels: fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), { maxKeys: 2 }),
        matchExpressions: fc.array(
            fc.record(
                {
                    key: fc.constantFrom(...KEYS),
                    operator: fc.constantFrom("In", "NotIn", "Exists", "DoesNotExist"),
                    values: fc.subarray(VALUES),
                },
                { requiredKeys: ["key", "operator"] },
            ),
            { maxLength: 3 },
        ),
    },
    { requiredKeys: [] },
);

function numbersOf(bits: Bits): number[] {
    const numbers: number[] = [];
    bits.forEach((number) => numbers.push(number));
    return numbers;
}

describe("An index of labels", () => {
    it("finds by any selector whom this matches one by one, each time", () => {
        fc.assert(
            fc.property(labels, fc.array(selector), (labels, selectors) => {
                const index = new LabelIndex(labels);
                for (const selector of [...selectors, ...selectors]) {
                    const expected = [...labels.keys()].filter((number) => matches(selector, labels[number]!));
                    assert.deepEqual(numbersOf(index.matching(selector)), expected);
                }
            }),
        );
    });

    it("finds nobody who cannot be found", () => {
        const index = new LabelIndex([{ app: "a" }, { app: "a" }, {}], Bits.of(3, [1, 2]));
        assert.deepEqual(numbersOf(index.matching({ matchLabels: { app: "a" } })), [1]);
        assert.deepEqual(
            numbersOf(index.matching({ matchExpressions: [{ key: "x", operator: "DoesNotExist" }] })),
            [1, 2],
        );
    });
});
