// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE, NAMESPACE_NETWORK_POLICY } from "../../kinds";
import { ISOLATION, NAMESPACE_LABEL, NETWORK_ISOLATE_ANNOTATION, WORKSPACE_LABEL } from "../../labels";
import type { IsolatedObject } from "../../reach/isolation";
import type { ClusterChange, KubeObject, Objects } from "../objects";
import { textsAt } from "../read";
import { peersIn } from "./peers";

/** Label that the API server gives every namespace. */
const NAME_LABEL = "kubernetes.io/metadata.name";

/** Beginning of the workspace that is assumed where nothing tells which one a namespace belongs to. */
const SOME_WORKSPACE = "unknown-workspace-of-";

/** Namespaces before and after a change. */
export interface Namespaces {
    readonly before: readonly IsolatedObject[];
    readonly after: readonly IsolatedObject[];
}

/**
 * The namespaces, with the labels that the API server and KubeSphere give them. What a cluster tells counts as it is;
 * a namespace that is still to come gets KubeSphere's label if others there have it. Where only a stack is known,
 * namespaces that anything names are there too, each one is in some workspace, and one whose isolation nobody states
 * is isolated if it has NamespaceNetworkPolicies; so are the usual ones, which every cluster with KubeSphere has.
 */
export function namespacesOf({ before, after, isWhole }: ClusterChange, usual: readonly string[]): Namespaces {
    const known = { before: before.of(NAMESPACE), after: after.of(NAMESPACE) };
    if (isWhole) {
        const isLabelled = [...known.before.values()].some(({ tree }) => labelsOf(tree)[NAMESPACE_LABEL] !== undefined);
        const come = (name: string): Record<string, string> =>
            isLabelled && !known.before.has(name) ? { [NAMESPACE_LABEL]: name } : {};
        return {
            before: [...known.before.values()].map(({ name, tree }) => namespace(name, tree, {})),
            after: [...known.after.values()].map(({ name, tree }) => namespace(name, tree, come(name))),
        };
    }
    const stated = (name: string): boolean => known.before.has(name) || known.after.has(name);
    const named = [...new Set([...usual, ...namesIn(before), ...namesIn(after)])].filter((name) => !stated(name));
    const partial = [...known.before.values(), ...known.after.values()].filter(({ isPartial }) => isPartial);
    const complete = (objects: ReadonlyMap<string, KubeObject>, policies: ReadonlySet<string>): IsolatedObject[] =>
        [...new Set([...objects.keys(), ...partial.map(({ name }) => name), ...named])].map((name) => {
            const assumed = { [NAMESPACE_LABEL]: name, [WORKSPACE_LABEL]: `${SOME_WORKSPACE}${name}` };
            const found = namespace(name, objects.get(name)?.tree, assumed);
            return !stated(name) && policies.has(name)
                ? { ...found, annotations: { [NETWORK_ISOLATE_ANNOTATION]: ISOLATION.on } }
                : found;
        });
    const policies = new Set([...namespacesWithPolicies(before), ...namespacesWithPolicies(after)]);
    return { before: complete(known.before, policies), after: complete(known.after, policies) };
}

function namespace(name: string, tree: unknown, assumed: Readonly<Record<string, string>>): IsolatedObject {
    return {
        name,
        labels: { [NAME_LABEL]: name, ...assumed, ...labelsOf(tree) },
        annotations: textsAt(tree, "metadata", "annotations"),
    };
}

function labelsOf(tree: unknown): Readonly<Record<string, string>> {
    return textsAt(tree, "metadata", "labels");
}

function namespacesWithPolicies(objects: Objects): string[] {
    return [...objects.of(NAMESPACE_NETWORK_POLICY).values()].map(({ namespace: name = "default" }) => name);
}

/** Namespaces of objects, and those that NamespaceNetworkPolicies name as peers. */
function* namesIn(objects: Objects): Generator<string> {
    for (const { namespace: own } of objects) {
        if (own !== undefined) {
            yield own;
        }
    }
    for (const { namespace, service } of peersIn(objects)) {
        const name = service?.namespace ?? namespace?.name;
        if (name !== undefined) {
            yield name;
        }
    }
}
