// SPDX-License-Identifier: Apache-2.0
/** Stands for a value that a preview does not know yet. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A value in which single parts may be unknown. */
export type Tree = unknown;

/** A copy without what is null: in Kubernetes a key with null is one that is not there. */
export function withoutNulls(value: unknown): Tree {
    if (Array.isArray(value)) {
        return value.map(withoutNulls);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    const parts = Object.entries(value).map(([key, part]) => [key, withoutNulls(part)] as const);
    return Object.fromEntries(parts.filter(([, part]) => part !== null));
}

/** The value at a path; UNKNOWN as soon as the way there is, undefined where there is none. */
export function at(tree: Tree, ...path: readonly (string | number)[]): Tree {
    let value: Tree = tree;
    for (const key of path) {
        if (value === UNKNOWN || typeof value !== "object" || value === null) {
            return value === UNKNOWN ? UNKNOWN : undefined;
        }
        value = (value as Readonly<Record<string | number, unknown>>)[key];
    }
    return value;
}

/** The part on the way to a property that is unknown as a whole, such as "spec" of "spec.cidr"; else the property. */
export function unknownPart(tree: Tree, property: string): string {
    let value = tree;
    for (const { 0: step, 1: key = step, index } of property.matchAll(/[^.[\]]+|\["(.*?)"\]/g)) {
        value = at(value, key);
        if (value === UNKNOWN) {
            const end = index + step.length;
            return property.slice(0, property[end] === "]" ? end + 1 : end);
        }
    }
    return property;
}

/** Whether every part of the value is known. */
export function isKnown(tree: Tree): boolean {
    return typeof tree === "object" && tree !== null ? Object.values(tree).every(isKnown) : tree !== UNKNOWN;
}
