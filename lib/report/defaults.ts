// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { isMapping } from "../mapping";
import type { Tree } from "../tree";

/**
 * The lists of a tree that its former state says alike, and that the cluster has filled in with nothing but more keys:
 * the API server adds what is left out, such as the protocol of a port, so that writing them again changes nothing.
 */
export function filledIn(former: Tree, tree: Tree, live: Tree): Readonly<Record<string, Tree>> {
    if (!isMapping(former) || !isMapping(tree) || !isMapping(live)) {
        return {};
    }
    const lists = Object.entries(tree).flatMap(([key, value]): [string, Tree][] => {
        if (!Object.hasOwn(former, key) || !Object.hasOwn(live, key)) {
            return [];
        }
        if (Array.isArray(value)) {
            return isDeepStrictEqual(former[key], value) && covers(live[key], value) ? [[key, value]] : [];
        }
        const inner = filledIn(former[key], value, live[key]);
        return Object.keys(inner).length === 0 ? [] : [[key, inner]];
    });
    return Object.fromEntries(lists);
}

/** Whether a value has all that another one says. */
function covers(live: Tree, said: Tree): boolean {
    if (Array.isArray(said)) {
        return (
            Array.isArray(live) && live.length === said.length && said.every((item, index) => covers(live[index], item))
        );
    }
    return isMapping(said)
        ? isMapping(live) && Object.entries(said).every(([key, value]) => covers(live[key], value))
        : live === said;
}
