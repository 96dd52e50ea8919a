// SPDX-License-Identifier: Apache-2.0
// Does not prove that Calico prints the same: the table follows its tests and its source.
import assert from "node:assert/strict";
import fc from "fast-check";
import { parseSelector } from "../../../lib/selector/parse";
import { printSelector } from "../../../lib/selector/print";
import { label, selectorsOf, value } from "./selectors";

const printed: [text: string, canonical: string][] = [
    ["", "all()"],
    [" ( all( ) )", "all()"],
    ["global( )", "global()"],
    ["has( rack )", "has(rack)"],
    ["a=='b'", 'a == "b"'],
    ["a!='b'", 'a != "b"'],
    ["a == '\"'", "a == '\"'"],
    ['a == "\'"', 'a == "\'"'],
    ["a contains'b'", 'a contains "b"'],
    ["a startswith 'b'", 'a starts with "b"'],
    ["a ends  with 'b'", 'a ends with "b"'],
    ["a in{'d','b',\"d\",'\"',}", 'a in {\'"\', "b", "d"}'],
    ["a notin {}", "a not in {}"],
    ["has(a)&&has(b)", "(has(a) && has(b))"],
    ["has(a) || has(b) && has(c)", "(has(a) || (has(b) && has(c)))"],
    ["(has(a) && has(b)) && has(c)", "((has(a) && has(b)) && has(c))"],
    ["! (has( b)||! has(a ))", "!(has(b) || !has(a))"],
    ["!(a == 'b')", '!a == "b"'],
];

const selector = selectorsOf(label, value);

describe("Calico's form of a selector", () => {
    for (const [text, canonical] of printed) {
        it(`of ${JSON.stringify(text)} is ${canonical}`, () => {
            assert.equal(printSelector(parseSelector(text)), canonical);
        });
    }

    it("is read as the same selector", () => {
        fc.assert(
            fc.property(selector, (each) => {
                assert.deepEqual(parseSelector(printSelector(each)), each);
            }),
        );
    });

    it("stays as it is when it is read and printed again", () => {
        fc.assert(
            fc.property(selector, (each) => {
                const once = printSelector(each);
                assert.equal(printSelector(parseSelector(once)), once);
            }),
        );
    });

    it("loses a negation inside a negation when it is read, as in Calico", () => {
        const once = printSelector(parseSelector("!(!has(a))"));
        assert.equal(once, "!!has(a)");
        assert.equal(printSelector(parseSelector(once)), "has(a)");
    });
});
