// SPDX-License-Identifier: Apache-2.0
import { isMapping } from "kubesphere-network/lib/mapping";
import { type Tree, UNKNOWN } from "kubesphere-network/lib/tree";

/** Which parts of a value are kept: the whole of it, the keys that are named, or those of each item of a list. */
export type Shape = true | readonly [Shape] | { readonly [key: string]: Shape };

/** The parts of a value that a shape names, in its order; undefined if there is none. */
export function shaped(value: Tree, shape: Shape): Tree {
    if (shape === true || value === UNKNOWN) {
        return value;
    }
    if (isList(shape)) {
        // An item without any such part counts as one all the same: an empty rule is one that allows everything.
        return Array.isArray(value) ? value.map((item: unknown) => shaped(item, shape[0]) ?? {}) : undefined;
    }
    const kept = isMapping(value) ? keptOf(value, shape) : [];
    return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function keptOf(value: Readonly<Record<string, unknown>>, shape: Readonly<Record<string, Shape>>): [string, Tree][] {
    return Object.entries(shape).flatMap(([key, inner]): [string, Tree][] => {
        const part = Object.hasOwn(value, key) ? shaped(value[key], inner) : undefined;
        return part === undefined ? [] : [[key, part]];
    });
}

function isList(shape: Shape): shape is readonly [Shape] {
    return Array.isArray(shape);
}
