// SPDX-License-Identifier: Apache-2.0
import type { Labels } from "../label-selector";
import { isMapping } from "../mapping";
import { at, type Tree } from "../tree";

/** A way into a tree, such as ["spec", "cidr"]. */
export type Path = readonly (string | number)[];

/** The text at a path; undefined where there is none, or none that is known. */
export function textAt(tree: Tree, ...path: Path): string | undefined {
    const value = at(tree, ...path);
    return typeof value === "string" ? value : undefined;
}

/** The number at a path; undefined where there is none, or none that is known. */
export function numberAt(tree: Tree, ...path: Path): number | undefined {
    const value = at(tree, ...path);
    return typeof value === "number" ? value : undefined;
}

/** The items of the list at a path; none where there is no list, or none that is known. */
export function listAt(tree: Tree, ...path: Path): readonly Tree[] {
    const value = at(tree, ...path);
    return Array.isArray(value) ? value : [];
}

/** The texts of the mapping at a path by their keys, such as labels; those that are not known are left out. */
export function textsAt(tree: Tree, ...path: Path): Labels {
    const value = at(tree, ...path);
    return isMapping(value)
        ? Object.fromEntries(
              Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
          )
        : {};
}
