// SPDX-License-Identifier: Apache-2.0
import { type Rule, problemsOf } from "kubesphere-network/lib/rule";
import type { PolicyObject } from "./object";
import type { Findings } from "../rule";
import { isKnown, type Tree } from "kubesphere-network/lib/tree";

/** A property of the library's model: its value, and where in the object it stands. */
export type Parts = Readonly<Record<string, readonly [value: Tree, path: string]>>;

/** Asks the library's own rules about an object; those that read something unknown are undecided. */
export function checkByLibrary<T>(
    object: PolicyObject,
    rules: readonly Rule<T>[],
    parts: Parts,
    { violation, undecided }: Findings,
): void {
    const known = Object.entries(parts).filter(([, [value]]) => value !== undefined && isKnown(value));
    const model = Object.fromEntries(known.map(([property, [value]]) => [property, value])) as T;
    const isUnknown = (property: string): boolean => !isKnown(parts[property]?.[0]);
    for (const { property, message, severity } of problemsOf(rules, model, (name) => !isUnknown(name))) {
        violation(object, message, placeOf(property, parts), severity);
    }
    const missing = new Set(rules.flatMap(({ reads }) => reads as readonly string[]).filter(isUnknown));
    for (const property of missing) {
        undecided(object, placeOf(property, parts));
    }
}

/** "clusters[0]" of a model as the path in the object. */
function placeOf(property: string, parts: Parts): string {
    const [head = property] = property.split(/[.[]/);
    return `${parts[head]?.[1] ?? head}${property.slice(head.length)}`;
}
