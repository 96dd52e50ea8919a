// SPDX-License-Identifier: Apache-2.0
import { grouped } from "kubesphere-network/lib/grouped";
import { DAEMON_SET, DEPLOYMENT, type Kind, POD, REPLICA_SET, STATEFUL_SET } from "kubesphere-network/lib/kinds";
import { type Owner, ownerKey, podsOf } from "kubesphere-network/lib/migration/owners";
import type { OwnedObject, PodObject, WorkloadObject } from "kubesphere-network/lib/migration/world";
import type { LiveCluster } from "../../cluster/cluster";
import { type Shape, shaped } from "../../snapshot/shape";
import { OWNED_SHAPE, POD_SHAPE } from "../read-parts";

/** Kinds that have rollouts. */
export const ROLLED_KINDS: Readonly<Record<string, Kind>> = {
    [DEPLOYMENT.kind]: DEPLOYMENT,
    [STATEFUL_SET.kind]: STATEFUL_SET,
    [DAEMON_SET.kind]: DAEMON_SET,
};

/** A pod that can be evicted, and no later one of the same name instead. */
export type LivePod = PodObject & { readonly metadata?: { readonly uid?: string } };

/** A workload as it is now. */
export interface Seen {
    /** Undefined if it is gone, or of a kind that is not known here. */
    readonly object?: WorkloadObject;
    readonly pods: readonly LivePod[];
}

/** Looks at workloads, by `ownerKey`: each namespace is read once. */
export async function lookAt(cluster: LiveCluster, owners: readonly Owner[]): Promise<ReadonlyMap<string, Seen>> {
    const seen = new Map<string, Seen>();
    for (const [namespace, inside] of grouped(owners, (owner) => owner.namespace)) {
        const pods = await podsIn(cluster, namespace);
        const replicaSets = inside.some(({ kind }) => kind === DEPLOYMENT.kind)
            ? await objectsIn<OwnedObject>(cluster, namespace, REPLICA_SET, OWNED_SHAPE)
            : [];
        for (const owner of inside) {
            const kind = ROLLED_KINDS[owner.kind];
            const object = kind && (await cluster.get<WorkloadObject>(kind, owner.name, namespace));
            seen.set(ownerKey(owner), { object, pods: podsOf(owner, { pods, replicaSets }) });
        }
    }
    return seen;
}

/** The pods of a namespace. */
export async function podsIn(cluster: LiveCluster, namespace: string): Promise<LivePod[]> {
    return objectsIn(cluster, namespace, POD, POD_SHAPE);
}

async function objectsIn<T>(cluster: LiveCluster, namespace: string, kind: Kind, shape: Shape): Promise<T[]> {
    const found: T[] = [];
    for await (const page of cluster.pages(kind, { namespace })) {
        found.push(...page.map((object) => shaped(object, shape) as T));
    }
    return found;
}
