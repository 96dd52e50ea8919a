// SPDX-License-Identifier: Apache-2.0
import { DAEMON_SET, DEPLOYMENT, type Kind, POD, REPLICA_SET, STATEFUL_SET } from "kubesphere-network/lib/kinds";
import { type Owner, ownerKey, podsOf } from "kubesphere-network/lib/migration/owners";
import type { OwnedObject, PodObject, WorkloadObject } from "kubesphere-network/lib/migration/world";
import type { Tree } from "kubesphere-network/lib/tree";
import type { LiveCluster } from "../../cluster/cluster";
import { shaped } from "../../snapshot/shape";
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
    for (const namespace of new Set(owners.map((owner) => owner.namespace))) {
        const inside = owners.filter((owner) => owner.namespace === namespace);
        const pods = await podsIn(cluster, namespace);
        const replicaSets = inside.some(({ kind }) => kind === DEPLOYMENT.kind)
            ? await replicaSetsIn(cluster, namespace)
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
    const found: LivePod[] = [];
    for await (const page of cluster.pages(POD, { namespace })) {
        found.push(...page.map((pod) => shaped(pod as Tree, POD_SHAPE) as LivePod));
    }
    return found;
}

async function replicaSetsIn(cluster: LiveCluster, namespace: string): Promise<OwnedObject[]> {
    const found: OwnedObject[] = [];
    for await (const page of cluster.pages(REPLICA_SET, { namespace })) {
        found.push(...page.map((each) => shaped(each as Tree, OWNED_SHAPE) as OwnedObject));
    }
    return found;
}
