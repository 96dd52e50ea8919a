// SPDX-License-Identifier: Apache-2.0
import type { Comparison, Selector } from "./selector";

/**
 * Whether a selector matches a set of labels. Where a label is missing, only "!=" and "not in" are true of it; a label
 * with an empty value is not missing. Source: Evaluate in libcalico-go/lib/selector/parser/ast.go of Calico.
 */
export function selects(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
    switch (selector.kind) {
        case "all":
        case "global":
            return true;
        case "has":
            return Object.hasOwn(labels, selector.label);
        case "comparison":
            return compares(valueOf(labels, selector.label), selector.operator, selector.value);
        case "membership": {
            const value = valueOf(labels, selector.label);
            const isIn = value !== undefined && selector.values.includes(value);
            return isIn === (selector.operator === "in");
        }
        case "not":
            return !selects(selector.operand, labels);
        case "junction":
            return selector.operator === "&&"
                ? selector.operands.every((operand) => selects(operand, labels))
                : selector.operands.some((operand) => selects(operand, labels));
    }
}

function compares(value: string | undefined, operator: Comparison, other: string): boolean {
    switch (operator) {
        case "==":
            return value === other;
        case "!=":
            return value !== other;
        case "contains":
            return value?.includes(other) ?? false;
        case "starts with":
            return value?.startsWith(other) ?? false;
        case "ends with":
            return value?.endsWith(other) ?? false;
    }
}

function valueOf(labels: Readonly<Record<string, string>>, label: string): string | undefined {
    // A label may have the name of something that every object inherits.
    return Object.hasOwn(labels, label) ? labels[label] : undefined;
}
