// SPDX-License-Identifier: Apache-2.0
import type { PolicyObject } from "./object";
import { at, type Tree, UNKNOWN } from "kubesphere-network/lib/tree";

/** Finds objects by their cluster and a text in them. Those in which it is not known may have any. */
export type Lookup = (cluster: string | undefined, text: Tree) => readonly PolicyObject[];

/** A lookup that is made once, for rules that would go through all objects for each object. */
export function lookup(objects: readonly PolicyObject[], ...path: readonly string[]): Lookup {
    const byCluster = new Map<string | undefined, Map<Tree, PolicyObject[]>>();
    for (const object of objects) {
        const byText = byCluster.get(object.cluster) ?? new Map<Tree, PolicyObject[]>();
        byCluster.set(object.cluster, byText);
        const text = at(object.tree, ...path);
        const found = byText.get(text) ?? [];
        byText.set(text, found);
        found.push(object);
    }
    return (cluster, text) => {
        const byText = byCluster.get(cluster);
        const late = text === UNKNOWN ? [] : (byText?.get(UNKNOWN) ?? []);
        return [...(byText?.get(text) ?? []), ...late];
    };
}
