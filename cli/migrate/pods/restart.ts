// SPDX-License-Identifier: Apache-2.0
import { oldPods } from "kubesphere-network/lib/migration/old-pods";
import type { WorkloadMove } from "kubesphere-network/lib/migration/plan";
import type { WorkloadObject } from "kubesphere-network/lib/migration/world";
import type { LiveCluster } from "../../cluster/cluster";
import { NOT_FOUND } from "../../cluster/status";
import { isRefused, mergePatch } from "../../cluster/write";
import type { Rolled } from "../journal/so-far";
import { type Direction, rangeOf } from "./arrival";
import { ROLLED_KINDS, type Seen } from "./look";

/** What `kubectl rollout restart` writes. Source: pkg/polymorphichelpers/objectrestarter.go of kubectl */
const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

/**
 * With which time a workload is restarted; undefined if it need not be. One that an earlier run has restarted keeps that
 * run's time, so that it is not restarted twice.
 */
export function restartTime(seen: Seen, { leaving }: Direction, earlier: Rolled | undefined): string | undefined {
    if (seen.object === undefined) {
        return undefined;
    }
    const begun = earlier?.isDone === false ? earlier.restartedAt : undefined;
    const isNeeded = begun !== undefined || oldPods(rangeOf(leaving), seen.pods).length > 0;
    // With milliseconds: two restarts within a second would be one.
    return isNeeded ? (begun ?? new Date().toISOString()) : undefined;
}

/** Restarts a workload, unless it has been restarted at that time already. */
export async function restart(cluster: LiveCluster, move: WorkloadMove, seen: Seen, at: string): Promise<void> {
    const kind = ROLLED_KINDS[move.kind];
    if (kind === undefined || restartedAt(seen.object) === at) {
        return;
    }
    const template = { metadata: { annotations: { [RESTARTED_AT]: at } } };
    try {
        await mergePatch(cluster, { kind, name: move.name, namespace: move.namespace }, { spec: { template } });
    } catch (error) {
        // Somebody has deleted it since it was looked at.
        if (!isRefused(error, NOT_FOUND)) {
            throw error;
        }
    }
}

function restartedAt(object: WorkloadObject | undefined): string | undefined {
    return object?.spec?.template?.metadata?.annotations?.[RESTARTED_AT];
}
