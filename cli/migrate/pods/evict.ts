// SPDX-License-Identifier: Apache-2.0
import { POD } from "kubesphere-network/lib/kinds";
import { hasAddressOf } from "kubesphere-network/lib/cluster/pods";
import { titleOf } from "kubesphere-network/lib/migration/owners";
import type { WorkloadMove } from "kubesphere-network/lib/migration/plan";
import type { LiveCluster } from "../../cluster/cluster";
import { CONFLICT, NOT_FOUND } from "../../cluster/status";
import { isRefused, post } from "../../cluster/write";
import { clause } from "../../text/words";
import { type Direction, isReady, livePods, rangeOf, wantedPods } from "./arrival";
import type { LivePod, Seen } from "./look";

/** HTTP status of an eviction that a disruption budget refuses, for now or because two of them are for the same pod. */
const REFUSED_BY_BUDGET = [429, 500];
/** HTTP status where the pod is gone, or another one has its name. */
const GONE = [NOT_FOUND, CONFLICT];

/**
 * Evicts the next pod with an old address, once all that were evicted before are replaced and ready. Gives why it is
 * refused, in a whole sentence.
 */
export async function evictNext(
    cluster: LiveCluster,
    move: WorkloadMove,
    seen: Seen,
    { leaving }: Direction,
): Promise<string | undefined> {
    const pods = livePods(seen);
    const old = pods.filter((pod) => hasAddressOf(rangeOf(leaving), pod));
    const isWhole = pods.length >= wantedPods(move, seen) && pods.every((pod) => old.includes(pod) || isReady(pod));
    const [next] = old;
    return next === undefined || !isWhole ? undefined : refusedEviction(cluster, move, next);
}

async function refusedEviction(cluster: LiveCluster, move: WorkloadMove, pod: LivePod): Promise<string | undefined> {
    const { name = "", namespace = "", uid } = pod.metadata ?? {};
    try {
        await post(
            cluster,
            { kind: POD, name, namespace, subresource: "eviction" },
            {
                apiVersion: "policy/v1",
                kind: "Eviction",
                metadata: { name, namespace },
                deleteOptions: { preconditions: { uid } },
            },
        );
        return undefined;
    } catch (error) {
        if (isRefused(error, ...GONE)) {
            return undefined;
        }
        if (isRefused(error, ...REFUSED_BY_BUDGET)) {
            return `${titleOf(move)}: pod ${name} may not be evicted now: ${clause(error.message)}.`;
        }
        throw error;
    }
}
