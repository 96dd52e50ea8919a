// SPDX-License-Identifier: Apache-2.0

/** Labels of an object. */
export type Labels = Readonly<Record<string, string>>;

/** One `matchExpressions` entry of Kubernetes' label selector. */
export interface LabelExpression {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
}

/** Kubernetes' label selector: all of `matchLabels` and all of `matchExpressions`; the empty one matches everything. */
export interface LabelSelector {
    readonly matchLabels?: Labels;
    readonly matchExpressions?: readonly LabelExpression[];
}

/** Whether Kubernetes' label selector matches a set of labels. */
export function matches(selector: LabelSelector, labels: Labels): boolean {
    return (
        Object.entries(selector.matchLabels ?? {}).every(([key, value]) => valueOf(labels, key) === value) &&
        (selector.matchExpressions ?? []).every((expression) => holds(expression, valueOf(labels, expression.key)))
    );
}

function holds({ operator, values = [] }: LabelExpression, value: string | undefined): boolean {
    switch (operator) {
        case "In":
            return value !== undefined && values.includes(value);
        case "NotIn":
            return value === undefined || !values.includes(value);
        case "Exists":
            return value !== undefined;
        default:
            return value === undefined;
    }
}

function valueOf(labels: Labels, key: string): string | undefined {
    // A label may have the name of something that every object inherits.
    return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
