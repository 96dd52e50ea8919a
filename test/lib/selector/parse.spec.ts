// SPDX-License-Identifier: Apache-2.0
// Does not prove that Calico takes the same texts: the cases follow its source, not a run of it.
import assert from "node:assert/strict";
import fc from "fast-check";
import { SelectorError } from "../../../lib/selector/error";
import { parseSelector } from "../../../lib/selector/parse";
import type { Selector } from "../../../lib/selector/selector";

const has = (label: string): Selector => ({ kind: "has", label });

const taken: [text: string, selector: Selector][] = [
    ["", { kind: "all" }],
    [" \t", { kind: "all" }],
    ["all()", { kind: "all" }],
    [" all( \t) ", { kind: "all" }],
    ["global( )", { kind: "global" }],
    ["has(rack)", has("rack")],
    ["has( calico/k8s_NS-.1/role )", has("calico/k8s_NS-.1/role")],
    [`has(${"a".repeat(512)})`, has("a".repeat(512))],
    ['a=="b"', { kind: "comparison", label: "a", operator: "==", value: "b" }],
    ["a != 'b'", { kind: "comparison", label: "a", operator: "!=", value: "b" }],
    ["a == ''", { kind: "comparison", label: "a", operator: "==", value: "" }],
    [`a == 'say "b"'`, { kind: "comparison", label: "a", operator: "==", value: 'say "b"' }],
    [`a == "b\\"`, { kind: "comparison", label: "a", operator: "==", value: "b\\" }],
    ['a == "b\nc && ("', { kind: "comparison", label: "a", operator: "==", value: "b\nc && (" }],
    ['a contains"b"', { kind: "comparison", label: "a", operator: "contains", value: "b" }],
    ['a starts with "b"', { kind: "comparison", label: "a", operator: "starts with", value: "b" }],
    ['a starts \t with"b"', { kind: "comparison", label: "a", operator: "starts with", value: "b" }],
    ['a startswith "b"', { kind: "comparison", label: "a", operator: "starts with", value: "b" }],
    ['a ends with "b"', { kind: "comparison", label: "a", operator: "ends with", value: "b" }],
    ['a endswith "b"', { kind: "comparison", label: "a", operator: "ends with", value: "b" }],
    ['a in {"b"}', { kind: "membership", label: "a", operator: "in", values: ["b"] }],
    ["a not in {'b','c'}", { kind: "membership", label: "a", operator: "not in", values: ["b", "c"] }],
    ['a notin{"b"}', { kind: "membership", label: "a", operator: "not in", values: ["b"] }],
    ["a in {}", { kind: "membership", label: "a", operator: "in", values: [] }],
    ['a in {"b",}', { kind: "membership", label: "a", operator: "in", values: ["b"] }],
    ['a in {"z", "x", "z"}', { kind: "membership", label: "a", operator: "in", values: ["x", "z"] }],
    [
        'a in {"\u{10348}", "\uFFFD"}',
        { kind: "membership", label: "a", operator: "in", values: ["\uFFFD", "\u{10348}"] },
    ],
    ['not not in {"b"}', { kind: "membership", label: "not", operator: "not in", values: ["b"] }],
    ["in in {}", { kind: "membership", label: "in", operator: "in", values: [] }],
    ["has == 'b'", { kind: "comparison", label: "has", operator: "==", value: "b" }],
    [
        "contains contains 'contains'",
        { kind: "comparison", label: "contains", operator: "contains", value: "contains" },
    ],
    ["hasall == 'b'", { kind: "comparison", label: "hasall", operator: "==", value: "b" }],
    ["! has(a)", { kind: "not", operand: has("a") }],
    ["!! ! has(a)", { kind: "not", operand: has("a") }],
    ["!!has(a)", has("a")],
    ["!(!has(a))", { kind: "not", operand: { kind: "not", operand: has("a") } }],
    ["!a == 'b'", { kind: "not", operand: { kind: "comparison", label: "a", operator: "==", value: "b" } }],
    ["((has(a)))", has("a")],
    ["has(a)&&has(b)", { kind: "junction", operator: "&&", operands: [has("a"), has("b")] }],
    ["has(a) || has(b) || has(c)", { kind: "junction", operator: "||", operands: [has("a"), has("b"), has("c")] }],
    [
        "has(a) || has(b) && has(c)",
        {
            kind: "junction",
            operator: "||",
            operands: [has("a"), { kind: "junction", operator: "&&", operands: [has("b"), has("c")] }],
        },
    ],
    [
        "(has(a) || has(b)) && has(c)",
        {
            kind: "junction",
            operator: "&&",
            operands: [{ kind: "junction", operator: "||", operands: [has("a"), has("b")] }, has("c")],
        },
    ],
    [
        "(has(a) && has(b)) && !has(c)",
        {
            kind: "junction",
            operator: "&&",
            operands: [
                { kind: "junction", operator: "&&", operands: [has("a"), has("b")] },
                { kind: "not", operand: has("c") },
            ],
        },
    ],
];

const refused: [text: string, position: number, message: string][] = [
    ["rack", 5, "ends where an operator such as == must come"],
    ["a b", 3, "has 'b' at character 3 where an operator such as == must come"],
    ["a !", 3, "has '!' at character 3 where an operator such as == must come"],
    ['a "b"', 3, 'has "b" at character 3 where an operator such as == must come'],
    ["has (a)", 5, "has '(' at character 5 where an operator such as == must come"],
    ["all ()", 5, "has '(' at character 5 where an operator such as == must come"],
    ['a squiggles "b"', 3, "has 'squiggles' at character 3 where an operator such as == must come"],
    ['a inf "b"', 3, "has 'inf' at character 3 where an operator such as == must come"],
    ['a starts foo "b"', 3, "has 'starts' at character 3 where an operator such as == must come"],
    ['a ends withs "b"', 3, "has 'ends' at character 3 where an operator such as == must come"],
    ['a no tin {"b"}', 3, "has 'no' at character 3 where an operator such as == must come"],
    ["a not", 3, "has 'not' at character 3 where an operator such as == must come"],
    ['a constructor "b"', 3, "has 'constructor' at character 3 where an operator such as == must come"],
    ["b == b", 6, "has 'b' at character 6 where a quoted value must come"],
    ["b contains b", 12, "has 'b' at character 12 where a quoted value must come"],
    ["b starts with b", 15, "has 'b' at character 15 where a quoted value must come"],
    ["foo != ||", 8, "has '||' at character 8 where a quoted value must come"],
    ["a ==", 5, "ends where a quoted value must come"],
    ['a in "b"', 6, "has \"b\" at character 6 where '{' must come"],
    ["a in b", 6, "has 'b' at character 6 where '{' must come"],
    ["a in", 5, "ends where '{' must come"],
    ["a in {b}", 7, "has 'b' at character 7 where a quoted value or '}' must come"],
    ["a in {,}", 7, "has ',' at character 7 where a quoted value or '}' must come"],
    ['a in {"", ||', 11, "has '||' at character 11 where a quoted value or '}' must come"],
    ['a in {"b" "c"}', 11, "has \"c\" at character 11 where ',' or '}' must come"],
    ['a in {"b",', 6, "has a '{' at character 6 that is never closed"],
    ["!", 2, "ends where a condition must come"],
    ["has(a) &&", 10, "ends where a condition must come"],
    ["has(a) || || has(b)", 11, "has '||' at character 11 where a condition must come"],
    ["(", 2, "ends where a condition must come"],
    [")", 1, "has ')' at character 1 where a condition must come"],
    ["()", 2, "has ')' at character 2 where a condition must come"],
    ["'b' == b", 1, "has 'b' at character 1 where a condition must come"],
    ["a == 'b' c == 'd'", 10, "has 'c' at character 10 where '&&', '||' or the end must come"],
    ["has(a))", 7, "has ')' at character 7 where '&&', '||' or the end must come"],
    ["(has(a) has(b))", 9, "has 'has(' at character 9 where '&&', '||' or ')' must come"],
    ["all(a)", 5, "has 'a' at character 5 where ')' must come"],
    ["global(", 1, "has a 'global(' at character 1 that is never closed"],
    ["has()", 5, "has ')' at character 5 where a label must come"],
    ["has('a')", 5, "has 'a' at character 5 where a label must come"],
    ["has( a ", 1, "has a 'has(' at character 1 that is never closed"],
    ["all() && (a == 'b'", 10, "has a '(' at character 10 that is never closed"],
    ['"FOO', 1, "has a quote at character 1 that is never closed"],
    ["a == \"FOO'", 6, "has a quote at character 6 that is never closed"],
    ["a = 'b'", 3, "has '=' at character 3 where '==' must come"],
    ["has(a) & has(b)", 8, "has '&' at character 8 where '&&' must come"],
    ["has(a) |", 8, "has '|' at character 8 where '||' must come"],
    ["%", 1, "has '%' at character 1, which may only stand in quotes"],
    ["has(a) &&\nhas(b)", 10, "has '\\n' at character 10, which may only stand in quotes"],
    ["a\u00a0== 'b'", 2, "has '\u00a0' at character 2, which may only stand in quotes"],
    ["a == '\u{1F600}' \u{1F600}", 10, "has '\u{1F600}' at character 10, which may only stand in quotes"],
    [`has(${"a".repeat(513)})`, 5, "has a label at character 5 that is longer than 512 characters"],
];

/** Pieces of which most texts are no selectors. */
const pieces = fc
    .array(
        fc.constantFrom(
            "a",
            "in",
            "not ",
            "has(",
            "all(",
            "(",
            ")",
            "{",
            "}",
            ",",
            "==",
            "!",
            "&&",
            "|",
            '"',
            " ",
            "\n",
        ),
    )
    .map((each) => each.join(""));

describe("Calico selectors", () => {
    for (const [text, selector] of taken) {
        it(`are read from ${JSON.stringify(text)}`, () => {
            assert.deepEqual(parseSelector(text), selector);
        });
    }

    for (const [text, position, message] of refused) {
        it(`are not read from ${JSON.stringify(text)}: it ${message}`, () => {
            assert.throws(() => parseSelector(text), { name: "SelectorError", message, position });
        });
    }

    it("are read with as many parentheses as a custom resource has room for", () => {
        assert.deepEqual(parseSelector(`${"(".repeat(509)}all()${")".repeat(509)}`), { kind: "all" });
        assert.throws(() => parseSelector("(".repeat(1024)), SelectorError);
    });

    it("are read, or refused with a place in the text", () => {
        fc.assert(
            fc.property(pieces, (text) => {
                try {
                    parseSelector(text);
                } catch (error) {
                    assert.ok(error instanceof SelectorError);
                    assert.ok(1 <= error.position && error.position <= text.length + 1);
                }
            }),
        );
    });
});
