// SPDX-License-Identifier: Apache-2.0
import { isMapping } from "../mapping";
import { type Tree, UNKNOWN } from "../tree";

/**
 * A tree with another one written over it: mappings key by key, everything else as a whole, lists too.
 *
 * Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy, for lists that are atomic
 */
export function withPart(tree: Tree, part: Tree): Tree {
    if (!isMapping(tree) || !isMapping(part)) {
        return part;
    }
    const merged = Object.entries(part).map(([key, value]): [string, Tree] => [
        key,
        Object.hasOwn(tree, key) ? withPart(tree[key], value) : value,
    ]);
    return { ...tree, ...Object.fromEntries(merged) };
}

/** A tree without the keys that a part of it has. A text, number or truth value stays where the part has another one: that is somebody else's. */
export function withoutPart(tree: Tree, part: Tree): Tree {
    if (!isMapping(tree) || !isMapping(part)) {
        return tree;
    }
    const left = Object.entries(tree).flatMap(([key, value]): [string, Tree][] => {
        const rest = Object.hasOwn(part, key) ? rested(value, part[key]) : value;
        return rest === undefined ? [] : [[key, rest]];
    });
    return Object.fromEntries(left);
}

/** What is left of a value; undefined if nothing is. */
function rested(value: Tree, part: Tree): Tree {
    if (isMapping(value) && isMapping(part)) {
        const rest = withoutPart(value, part) as object;
        return Object.keys(rest).length === 0 ? undefined : rest;
    }
    return isPlain(value) && isPlain(part) && value !== part ? value : undefined;
}

function isPlain(value: Tree): boolean {
    return value !== UNKNOWN && (typeof value !== "object" || value === null);
}
