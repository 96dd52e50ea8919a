// SPDX-License-Identifier: Apache-2.0
import { grouped } from "../grouped";
import { isMapping } from "../mapping";
import { withPart } from "../report/merge";
import { type KubeObject, nameKey } from "../report/objects";
import { keyOf } from "../report/writers";
import { at, type Tree } from "../tree";
import type { Source } from "./source";

/** What one resource of a stack, or one part of a network.yaml, wants of an object. */
export interface Wanted {
    /** Its tree has nothing but what is wanted; parts that are secret are UNKNOWN. */
    readonly object: KubeObject;
    /** Whether it has only single keys of an object that belongs to somebody else. */
    readonly isPatch: boolean;
    readonly source: Source;
    /** Field manager that it writes as; undefined if that is not known. */
    readonly manager?: string;
    /** The object's uid as the stack knows it. */
    readonly uid?: string;
    /** The tree with its secrets, where they are not encrypted. */
    readonly revealed?: Tree;
}

/** All that is wanted of one object, and what there is of it. */
export interface Target {
    /** What all want together. */
    readonly object: KubeObject;
    readonly wanted: readonly Wanted[];
    /** The object as it is; undefined if there is none. */
    readonly live?: KubeObject;
}

/** What is wanted, object by object. `live` are objects by `keyOf`. */
export function targetsOf(wanted: readonly Wanted[], live: ReadonlyMap<string, KubeObject>): Target[] {
    return [...grouped(wanted, ({ object }) => keyOf(object))].map(([key, all]) => {
        const layers = [...all].sort((a, b) => Number(a.isPatch) - Number(b.isPatch));
        const tree = layers.reduce<Tree>((whole, each) => withPart(whole, withoutDirectives(each.object.tree)), {});
        const found = live.get(key);
        const [{ object }] = all as [Wanted];
        return { object: { ...object, tree }, wanted: layers, ...(found && { live: found }) };
    });
}

/** Whether nobody wants more than single keys of the object. */
export function isPatched({ wanted }: Target): boolean {
    return wanted.every(({ isPatch }) => isPatch);
}

/** Whoever wants something at the path: the last one counts. */
export function wantedAt({ wanted }: Target, path: readonly string[]): Wanted | undefined {
    return wanted.findLast(({ object }) => at(object.tree, ...path) !== undefined);
}

/** Field managers of whoever wants something of the object; undefined if one of them is not known. */
export function ownManagers({ wanted }: Target): ReadonlySet<string> | undefined {
    const managers = wanted.flatMap(({ manager }) => manager ?? []);
    return managers.length < wanted.length ? undefined : new Set(managers);
}

/** What messages call the object. */
export function titleOf(object: Pick<KubeObject, "kind" | "name" | "namespace">): string {
    return `${object.kind} "${nameKey(object)}"`;
}

/** Annotations of this prefix tell Pulumi's provider what to do, and are nothing that is wanted of the cluster. */
const DIRECTIVE = /^pulumi\.com\//;

function withoutDirectives(tree: Tree): Tree {
    const annotations = at(tree, "metadata", "annotations");
    if (!isMapping(tree) || !isMapping(annotations)) {
        return tree;
    }
    const kept = Object.entries(annotations).filter(([key]) => !DIRECTIVE.test(key));
    return { ...tree, metadata: { ...(tree.metadata as object), annotations: Object.fromEntries(kept) } };
}
