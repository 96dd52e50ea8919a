// SPDX-License-Identifier: Apache-2.0
import type { KubeObject } from "../../../../lib/report/objects";
import { type Tree, UNKNOWN } from "../../../../lib/tree";

/** The same objects, each time with another leaf of one of them unknown. */
export function* withUnknownLeaves(objects: readonly KubeObject[]): Generator<KubeObject[]> {
    for (const [index, object] of objects.entries()) {
        for (const tree of treesOf(object.tree)) {
            yield objects.with(index, { ...object, tree });
        }
    }
}

/** The tree with one part unknown, from the whole down to each leaf. */
function* treesOf(tree: Tree): Generator {
    yield UNKNOWN;
    if (typeof tree !== "object" || tree === null) {
        return;
    }
    for (const [key, part] of Object.entries(tree)) {
        for (const unknown of treesOf(part)) {
            yield Array.isArray(tree) ? tree.with(Number(key), unknown) : { ...tree, [key]: unknown };
        }
    }
}
