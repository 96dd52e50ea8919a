// SPDX-License-Identifier: Apache-2.0
import { Secret } from "@pulumi/policy";
import type { Edit } from "../rule";

/** Sets the properties, in place: parts that are unknown or secret stay what they are. What is missing on the way is made. */
export function applyEdits<T extends object>(props: T, edits: readonly Edit[]): T {
    for (const { path, value } of edits) {
        let parent = props as Record<string, unknown>;
        for (const key of path.slice(0, -1)) {
            parent = opened((parent[key] ??= {}));
        }
        parent[path.at(-1) ?? ""] = value;
    }
    return props;
}

function opened(value: unknown): Record<string, unknown> {
    return (value instanceof Secret ? opened(value.value) : value) as Record<string, unknown>;
}
