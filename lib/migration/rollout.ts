// SPDX-License-Identifier: Apache-2.0
import { DAEMON_SET, DEPLOYMENT, STATEFUL_SET } from "../kinds";
import { counted } from "../report/words";
import { replacementOf } from "./replacement";
import type { WorkloadObject } from "./world";

/**
 * What a workload of a kind still waits for, such as "2 of 3 pods are new"; undefined once it is rolled out, and for kinds
 * that have no rollouts. Of pods that nobody replaces it is enough that they are ready.
 *
 * Source: DeploymentStatusViewer and its likes in pkg/polymorphichelpers/rollout_status.go of kubectl
 */
export function rolloutWaitsFor(kind: string, workload: WorkloadObject): string | undefined {
    const waits = WAITS[kind];
    if (!waits) {
        return undefined;
    }
    return (workload.metadata?.generation ?? 0) > (workload.status?.observedGeneration ?? 0)
        ? "its controller has not seen its last change"
        : waits(workload);
}

/** Whether all pods of a workload are new and available, as `kubectl rollout status` has it. */
export function isRolledOut(kind: string, workload: WorkloadObject): boolean {
    return rolloutWaitsFor(kind, workload) === undefined;
}

const WAITS: Readonly<Record<string, (workload: WorkloadObject) => string | undefined>> = {
    [DEPLOYMENT.kind]: (workload) => {
        const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = workload.status ?? {};
        const { pods } = replacementOf(DEPLOYMENT.kind, workload);
        if (workload.spec?.paused === true) {
            return "it is paused";
        }
        return (
            tooFew(updatedReplicas, pods, "new") ??
            (replicas > updatedReplicas
                ? `${counted(replicas - updatedReplicas, "old pod has", "old pods have")} to end`
                : tooFew(availableReplicas, pods, "available"))
        );
    },
    [STATEFUL_SET.kind]: (workload) => {
        const { updatedReplicas = 0, readyReplicas = 0 } = workload.status ?? {};
        const { pods, obstacle } = replacementOf(STATEFUL_SET.kind, workload);
        return (
            (obstacle === undefined ? tooFew(updatedReplicas, pods, "new") : undefined) ??
            tooFew(readyReplicas, pods, "ready")
        );
    },
    [DAEMON_SET.kind]: (workload) => {
        const { updatedNumberScheduled = 0, numberAvailable = 0 } = workload.status ?? {};
        const { pods, obstacle } = replacementOf(DAEMON_SET.kind, workload);
        return (
            (obstacle === undefined ? tooFew(updatedNumberScheduled, pods, "new") : undefined) ??
            tooFew(numberAvailable, pods, "available")
        );
    },
};

function tooFew(count: number, wanted: number, what: string): string | undefined {
    return count < wanted ? `${count} of ${counted(wanted, `pod is ${what}`, `pods are ${what}`)}` : undefined;
}
