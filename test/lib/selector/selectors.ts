// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import type { Selector } from "../../../lib/selector/selector";

/** Labels that look like the words of the language, besides any others. */
export const label = fc.oneof(
    fc.constantFrom(
        "has",
        "all",
        "global",
        "in",
        "not",
        "notin",
        "starts",
        "with",
        "contains",
        "__proto__",
        "a/b-c.d_1",
    ),
    fc.stringMatching(/^[A-Za-z0-9_./-]{1,9}$/),
);

/** Values that can be written: not with both kinds of quotes. */
export const value = fc
    .record({ text: fc.string({ unit: "grapheme" }), without: fc.constantFrom('"', "'") })
    .map(({ text, without }) => text.replaceAll(without, ""));

/** Like the trees of the parser, with the usual prototype, or they would not be equal. */
const node = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
    fc.record<T>(model, { noNullPrototype: true });

/** Selectors over some labels and values, without a negation right inside a negation. */
export function selectorsOf(labels: fc.Arbitrary<string>, values: fc.Arbitrary<string>): fc.Arbitrary<Selector> {
    const set = fc
        .uniqueArray(values, { maxLength: 4 })
        .map((each) => each.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    const { selector } = fc.letrec<{ plain: Selector; not: Selector; selector: Selector }>((tie) => ({
        plain: fc.oneof(
            { depthSize: "small", withCrossShrink: true },
            node({ kind: fc.constant("has" as const), label: labels }),
            node({ kind: fc.constantFrom("all" as const, "global" as const) }),
            node({
                kind: fc.constant("comparison" as const),
                label: labels,
                operator: fc.constantFrom("==", "!=", "contains", "starts with", "ends with"),
                value: values,
            }),
            node({
                kind: fc.constant("membership" as const),
                label: labels,
                operator: fc.constantFrom("in", "not in"),
                values: set,
            }),
            node({
                kind: fc.constant("junction" as const),
                operator: fc.constantFrom("&&", "||"),
                operands: fc
                    .tuple(tie("selector"), tie("selector"), fc.array(tie("selector"), { maxLength: 2 }))
                    .map(([first, second, others]) => [first, second, ...others] as const),
            }),
        ),
        not: tie("plain").map((operand) => ({ kind: "not", operand })),
        selector: fc.oneof(tie("plain"), tie("not")),
    }));
    return selector;
}
