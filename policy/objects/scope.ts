// SPDX-License-Identifier: Apache-2.0
import type { PolicyObject } from "./object";

/** Names by which an object can be meant: its own, with the namespace or the kind, that of the resource, and the URN. */
function namesOf({ name, namespace, resourceName, kind, id }: PolicyObject): string[] {
    const own = name === undefined ? [] : [name, `${namespace ?? ""}/${name}`, `${kind}/${name}`];
    return [...own, ...(resourceName === undefined ? [] : [resourceName]), id];
}

/** Whether one of the patterns means the object. */
export function means(patterns: readonly string[], object: PolicyObject): boolean {
    return patterns.length > 0 && namesOf(object).some((name) => matches(patterns, name));
}

/** Whether one of the patterns matches the whole text. In a pattern, "*" stands for any characters. */
export function matches(patterns: readonly string[], text: string): boolean {
    return patterns.some((pattern) => {
        const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
        return new RegExp(`^${parts.join("[^]*")}$`).test(text);
    });
}

/** Whether a regular expression of the configuration matches the whole text. Fails in words if it is none. */
export function matchesWhole(pattern: string, text: string): boolean {
    try {
        return new RegExp(`^(?:${pattern})$`).test(text);
    } catch {
        throw new Error(`The configuration has "${pattern}", which is no regular expression. Correct it.`);
    }
}
