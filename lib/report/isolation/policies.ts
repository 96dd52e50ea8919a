// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import type { Kind } from "../../kinds";
import { at, type Tree, UNKNOWN } from "../../tree";
import { type ClusterChange, type KubeObject, nameKey } from "../objects";

/** What becomes of the policies of one kind, and all that there are before and after. */
export interface PolicyChanges {
    readonly created: readonly KubeObject[];
    /** As they are after the change. */
    readonly changed: readonly KubeObject[];
    readonly deleted: readonly KubeObject[];
    readonly before: readonly KubeObject[];
    readonly after: readonly KubeObject[];
}

/** What becomes of the policies of a kind, by namespace. */
export function policyChanges(
    { before, after }: ClusterChange,
    kind: Pick<Kind, "apiVersion" | "kind">,
): ReadonlyMap<string, PolicyChanges> {
    const [was, will] = [before.of(kind), after.of(kind)];
    const [old, all] = [byNamespace(was), byNamespace(will)];
    return new Map(
        [...new Set([...old.keys(), ...all.keys()])].map((namespace) => [
            namespace,
            changesOf(old.get(namespace) ?? [], all.get(namespace) ?? [], [was, will]),
        ]),
    );
}

function changesOf(
    before: readonly KubeObject[],
    after: readonly KubeObject[],
    [was, will]: readonly ReadonlyMap<string, KubeObject>[],
): PolicyChanges {
    const earlier = (object: KubeObject): KubeObject | undefined => was?.get(nameKey(object));
    return {
        created: after.filter((object) => earlier(object) === undefined),
        changed: after.filter((object) => !isSame(earlier(object) ?? object, object)),
        deleted: before.filter((object) => !will?.has(nameKey(object))),
        before,
        after,
    };
}

function byNamespace(objects: ReadonlyMap<string, KubeObject>): ReadonlyMap<string, readonly KubeObject[]> {
    const groups = new Map<string, KubeObject[]>();
    for (const object of objects.values()) {
        const group = groups.get(namespaceOf(object)) ?? [];
        group.push(object);
        groups.set(namespaceOf(object), group);
    }
    return groups;
}

/** The namespace of an object that is in one. */
export function namespaceOf({ namespace = "default" }: KubeObject): string {
    return namespace;
}

/** Names of objects in order. */
export function namesOf(objects: readonly KubeObject[]): string[] {
    return objects.map(({ name }) => name).sort();
}

/** Objects as "namespace/name", in order. */
export function titlesOf(objects: readonly KubeObject[]): string[] {
    return objects.map((object) => `${namespaceOf(object)}/${object.name}`).sort();
}

/** Whether a policy restricts what goes out; undefined while that is not known. */
export function hasEgress({ tree }: KubeObject): boolean | undefined {
    const rules: Tree = at(tree, "spec", "egress");
    return rules === UNKNOWN ? undefined : Array.isArray(rules) && rules.length > 0;
}

function isSame(before: KubeObject, after: KubeObject): boolean {
    return isDeepStrictEqual(at(before.tree, "spec"), at(after.tree, "spec"));
}
