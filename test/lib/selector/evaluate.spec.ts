// SPDX-License-Identifier: Apache-2.0
// Does not prove that Calico selects the same: the table follows its source, not a run of it.
import assert from "node:assert/strict";
import fc from "fast-check";
import { selects } from "../../../lib/selector/evaluate";
import { parseSelector } from "../../../lib/selector/parse";
import type { Junction, Selector } from "../../../lib/selector/selector";
import { selectorsOf } from "./selectors";

const cases: [selector: string, labels: Record<string, string>, isSelected: boolean][] = [
    ["", {}, true],
    ["all()", { rack: "1" }, true],
    ["!all()", { rack: "1" }, false],
    ["global()", {}, true],
    ["has(rack)", { rack: "1" }, true],
    ["has(rack)", { rack: "" }, true],
    ["has(rack)", { zone: "a" }, false],
    ["has(constructor)", {}, false],
    ["!has(rack)", {}, true],
    ["rack == '1'", { rack: "1", zone: "a" }, true],
    ["rack == '1'", { rack: "11" }, false],
    ["rack == '1'", { Rack: "1" }, false],
    ["rack == '1'", {}, false],
    ["rack == ''", { rack: "" }, true],
    ["rack == ''", {}, false],
    ["rack != '1'", { rack: "2" }, true],
    ["rack != '1'", { rack: "1" }, false],
    ["rack != '1'", {}, true],
    ["rack != ''", {}, true],
    ["zone contains 'est'", { zone: "west-1" }, true],
    ["zone contains 'est'", { zone: "east" }, false],
    ["zone contains ''", { zone: "" }, true],
    ["zone contains ''", {}, false],
    ["zone starts with 'we'", { zone: "west" }, true],
    ["zone starts with 'we'", { zone: "not-west" }, false],
    ["zone starts with ''", {}, false],
    ["zone ends with 'st'", { zone: "west" }, true],
    ["zone ends with 'st'", { zone: "west-1" }, false],
    ["zone ends with ''", {}, false],
    ["zone in {'a', 'b'}", { zone: "b" }, true],
    ["zone in {'a', 'b'}", { zone: "c" }, false],
    ["zone in {'a', 'b'}", {}, false],
    ["zone in {}", { zone: "a" }, false],
    ["toString in {'a'}", {}, false],
    ["zone not in {'a', 'b'}", { zone: "c" }, true],
    ["zone not in {'a', 'b'}", { zone: "a" }, false],
    ["zone not in {'a', 'b'}", {}, true],
    ["zone not in {}", { zone: "a" }, true],
    ["!zone in {'a'}", {}, true],
    ["!(rack == '1')", {}, true],
    ["!!has(rack)", { rack: "1" }, true],
    ["rack == '1' && zone == 'a'", { rack: "1", zone: "a" }, true],
    ["rack == '1' && zone == 'a'", { rack: "1", zone: "b" }, false],
    ["rack == '1' || zone == 'a'", { zone: "a" }, true],
    ["rack == '1' || zone == 'a'", { rack: "2", zone: "b" }, false],
    ["has(a) || has(b) && has(c)", { a: "" }, true],
    ["(has(a) || has(b)) && has(c)", { a: "" }, false],
    ["!has(a) && has(b)", { a: "", b: "" }, false],
];

/** Few labels and values, so that selectors and labels meet. */
const name = fc.constantFrom("a", "b", "constructor");
const word = fc.constantFrom("", "x", "xy", "yx");
const labels = fc.dictionary(name, word);
const selector = selectorsOf(name, word);

const not = (operand: Selector): Selector => ({ kind: "not", operand });
const join = (operator: Junction, a: Selector, b: Selector): Selector => ({
    kind: "junction",
    operator,
    operands: [a, b],
});

describe("A selector", () => {
    for (const [text, set, isSelected] of cases) {
        it(`${JSON.stringify(text)} ${isSelected ? "selects" : "does not select"} ${JSON.stringify(set)}`, () => {
            assert.equal(selects(parseSelector(text), set), isSelected);
        });
    }

    it("selects what its negation does not select", () => {
        fc.assert(
            fc.property(selector, labels, (each, set) => {
                assert.equal(selects(not(each), set), !selects(each, set));
            }),
        );
    });

    it("can be negated inside out", () => {
        fc.assert(
            fc.property(selector, selector, labels, (a, b, set) => {
                assert.equal(selects(not(join("&&", a, b)), set), selects(join("||", not(a), not(b)), set));
                assert.equal(selects(not(join("||", a, b)), set), selects(join("&&", not(a), not(b)), set));
            }),
        );
    });

    it("selects by != and 'not in' what it does not select by == and 'in'", () => {
        fc.assert(
            fc.property(name, fc.array(word), labels, (label, values, set) => {
                const [value = ""] = values;
                const equal = selects({ kind: "comparison", label, operator: "==", value }, set);
                assert.equal(selects({ kind: "comparison", label, operator: "!=", value }, set), !equal);
                const isIn = selects({ kind: "membership", label, operator: "in", values }, set);
                assert.equal(selects({ kind: "membership", label, operator: "not in", values }, set), !isIn);
            }),
        );
    });
});
