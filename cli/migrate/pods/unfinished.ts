// SPDX-License-Identifier: Apache-2.0
import type { WorkloadMove } from "kubesphere-network/lib/migration/plan";
import { workloadKey } from "../journal/so-far";
import type { Migration } from "../migration";

/** Workloads that an earlier run has begun to roll, whose pods it has not seen arrive, and that no batch has any more. */
export function unfinished({ earlier, batches }: Pick<Migration, "earlier" | "batches">): WorkloadMove[] {
    const planned = new Set(batches.flat().map(workloadKey));
    return [...earlier.values()]
        .filter(({ object, isDone }) => !isDone && !planned.has(workloadKey(object)))
        .map(({ object: { kind, namespace = "", name }, restartedAt }) => ({
            kind,
            namespace,
            name,
            // Without a restart there was nothing left to restart, or it is one whose pods are evicted.
            roll: restartedAt === undefined ? "evict" : "restart",
            pods: 0,
            consequences: [],
        }));
}
