// SPDX-License-Identifier: Apache-2.0
import type { Selector } from "./selector";

/**
 * The selector in the form that Calico prints and compares. Reading it gives the same selector, except that a negation
 * right inside a negation goes with it: Calico prints both as "!!" and reads that as nothing. Source: collectFragments
 * in libcalico-go/lib/selector/parser/ast.go of Calico.
 */
export function printSelector(selector: Selector): string {
    switch (selector.kind) {
        case "all":
        case "global":
            return `${selector.kind}()`;
        case "has":
            return `has(${selector.label})`;
        case "comparison":
            return `${selector.label} ${selector.operator} ${quoted(selector.value)}`;
        case "membership":
            return `${selector.label} ${selector.operator} {${selector.values.map(quoted).join(", ")}}`;
        case "not":
            return `!${printSelector(selector.operand)}`;
        case "junction":
            return `(${selector.operands.map(printSelector).join(` ${selector.operator} `)})`;
    }
}

function quoted(value: string): string {
    return value.includes('"') ? `'${value}'` : `"${value}"`;
}
