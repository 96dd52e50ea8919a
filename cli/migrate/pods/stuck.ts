// SPDX-License-Identifier: Apache-2.0
import { CannotRead } from "kubesphere-network/components/cluster/cannot-read";
import { EVENT } from "kubesphere-network/lib/kinds";
import { ownerKey, titleOf } from "kubesphere-network/lib/migration/owners";
import type { WorkloadMove } from "kubesphere-network/lib/migration/plan";
import { stuckReason } from "kubesphere-network/lib/migration/stuck";
import type { EventObject } from "kubesphere-network/lib/migration/world";
import type { LiveCluster } from "../../cluster/cluster";
import { lookAt } from "./look";

/** Why workloads do not come up, as far as their pods and the events of their namespaces tell. */
export async function whyStuck(cluster: LiveCluster, workloads: readonly WorkloadMove[]): Promise<string[]> {
    const seen = await lookAt(cluster, workloads);
    const events = new Map<string, readonly EventObject[]>();
    for (const namespace of new Set(workloads.map((move) => move.namespace))) {
        events.set(namespace, await eventsIn(cluster, namespace));
    }
    return workloads.flatMap((move) => {
        const { object, pods } = seen.get(ownerKey(move)) ?? { pods: [] };
        const why = stuckReason(object ?? {}, pods, events.get(move.namespace));
        return why === undefined ? [] : [`${titleOf(move)}: ${why}`];
    });
}

/** The events of a namespace; none if they may not be read. */
async function eventsIn(cluster: LiveCluster, namespace: string): Promise<EventObject[]> {
    try {
        return await cluster.list<EventObject>(EVENT, { namespace });
    } catch (error) {
        if (error instanceof CannotRead) {
            return [];
        }
        throw error;
    }
}
