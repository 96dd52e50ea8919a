// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { closest } from "../../lib/closest";
import { oneOfFindings } from "../../lib/findings";

describe("What was probably meant", () => {
    const names = ["enable", "type", "webhook", "networkPolicy"];
    for (const [text, meant] of [
        ["enabel", "enable"],
        ["enabled", "enable"],
        ["nable", "enable"],
        ["WEBHOOK", "webhook"],
        ["networkpolicies", "networkPolicy"],
        ["tpye", "type"],
        ["tope", "type"],
        ["topo", undefined],
        ["hook", undefined],
        ["e", undefined],
        ["", undefined],
    ] as const) {
        it(`by "${text}" is ${meant ?? "nothing"}`, () => {
            assert.equal(closest(text, names), meant);
        });
    }

    it("is the nearest candidate, not the first", () => {
        assert.equal(closest("limits", ["limit", "limits"]), "limits");
    });

    it("is the text itself where that is a candidate", () => {
        fc.assert(
            fc.property(fc.string(), (text) => {
                assert.equal(closest(text, [text]), text);
            }),
        );
    });

    it("is asked for a value that is not one of a list", () => {
        assert.deepEqual(oneOfFindings("mode", "Allways", ["Never", "Always"]), [
            { property: "mode", message: "'mode' (Allways) must be one of Never, Always. Did you mean Always?" },
        ]);
    });
});
