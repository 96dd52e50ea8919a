// SPDX-License-Identifier: Apache-2.0
import { namespacedName } from "../cluster/objects";
import { POD, REPLICA_SET } from "../kinds";
import type { MigrationWorld, OwnedObject, OwnerReference, PodObject } from "./world";

/** What makes a pod: the pod itself if nothing does. */
export interface Owner {
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
}

/** An owner as a message says it, such as `Deployment "shop/api"`. */
export function titleOf({ kind, namespace, name }: Owner): string {
    return `${kind} "${namespace}/${name}"`;
}

/** An object of a kind as a message says it. */
export function objectTitle(kind: string, { metadata }: OwnedObject): string {
    return titleOf({ kind, namespace: metadata?.namespace ?? "", name: metadata?.name ?? "" });
}

/** What tells an owner from all others. */
export function ownerKey({ kind, namespace, name }: Owner): string {
    return `${namespace}/${kind}/${name}`;
}

/** What makes pods: the owner of a ReplicaSet in its place, and the pod itself where there is none. */
export class Owners {
    private readonly replicaSets: ReadonlyMap<string, OwnedObject>;

    constructor(replicaSets: readonly OwnedObject[]) {
        this.replicaSets = new Map(replicaSets.map((each) => [namespacedName(each), each]));
    }

    /** The owner of a pod. */
    of(pod: PodObject): Owner {
        const namespace = pod.metadata?.namespace ?? "";
        const first = controllerOf(pod);
        const { kind, name } = (first?.kind === REPLICA_SET.kind
            ? controllerOf(this.replicaSets.get(`${namespace}/${first.name ?? ""}`))
            : undefined) ??
            first ?? { kind: POD.kind, name: pod.metadata?.name };
        return { kind: kind ?? "", namespace, name: name ?? "" };
    }
}

/** Pods by the ownerKey of what makes them. */
export function byOwner(
    pods: readonly PodObject[],
    owners: Owners,
): ReadonlyMap<string, { readonly owner: Owner; readonly pods: readonly PodObject[] }> {
    const groups = new Map<string, { readonly owner: Owner; readonly pods: PodObject[] }>();
    for (const pod of pods) {
        const owner = owners.of(pod);
        const group = groups.get(ownerKey(owner)) ?? { owner, pods: [] };
        group.pods.push(pod);
        groups.set(ownerKey(owner), group);
    }
    return groups;
}

/** The pods of a workload, running or not. */
export function podsOf(
    owner: Owner,
    { pods, replicaSets }: Pick<MigrationWorld, "pods" | "replicaSets">,
): readonly PodObject[] {
    const owners = new Owners(replicaSets);
    const key = ownerKey(owner);
    return pods.filter((pod) => ownerKey(owners.of(pod)) === key);
}

function controllerOf(object: OwnedObject | undefined): OwnerReference | undefined {
    return object?.metadata?.ownerReferences?.find(({ controller }) => controller === true);
}
