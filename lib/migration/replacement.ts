// SPDX-License-Identifier: Apache-2.0
import { DAEMON_SET, DEPLOYMENT, STATEFUL_SET } from "../kinds";
import type { PodShare, UpdateStrategy, WorkloadObject } from "./world";

/** How the pods of a workload are replaced. */
export interface Replacement {
    /** How many pods it is to have. */
    readonly pods: number;
    /** How many of them are gone at the same time, at worst. */
    readonly gone: number;
    /** How many more than that run at the same time, at most. */
    readonly surge: number;
    /** Why a rollout does not replace them all, as part of a sentence; undefined if it does. */
    readonly obstacle?: string;
}

/** The strategies whose pods nobody replaces, and those that stop all pods first. */
const ON_DELETE = "OnDelete";
const RECREATE = "Recreate";

/**
 * How the pods of a workload of a kind are replaced. Sources: pkg/apis/apps/v1/defaults.go and ResolveFenceposts in
 * pkg/controller/deployment/util/deployment_util.go of Kubernetes
 */
export function replacementOf(kind: string, workload: WorkloadObject): Replacement {
    switch (kind) {
        case DEPLOYMENT.kind:
            return ofDeployment(workload);
        case STATEFUL_SET.kind:
            return ofStatefulSet(workload);
        case DAEMON_SET.kind:
            return ofDaemonSet(workload);
        default:
            return oneByOne(podsWanted(workload));
    }
}

/** Pods that are evicted one after the other. */
export function oneByOne(pods: number): Replacement {
    return { pods, gone: Math.min(1, pods), surge: 0 };
}

function ofDeployment(workload: WorkloadObject): Replacement {
    const pods = podsWanted(workload);
    const { type, rollingUpdate } = workload.spec?.strategy ?? {};
    if (type === RECREATE) {
        return { pods, gone: pods, surge: 0 };
    }
    const surge = scaled(rollingUpdate?.maxSurge ?? "25%", pods, Math.ceil);
    const gone = scaled(rollingUpdate?.maxUnavailable ?? "25%", pods, Math.floor);
    return { pods, gone: Math.min(pods, surge === 0 ? Math.max(gone, 1) : gone), surge };
}

function ofStatefulSet(workload: WorkloadObject): Replacement {
    const pods = podsWanted(workload);
    const strategy = workload.spec?.updateStrategy;
    const gone = Math.max(1, scaled(strategy?.rollingUpdate?.maxUnavailable ?? 1, pods, Math.floor));
    return { pods, gone: Math.min(pods, gone), surge: 0, ...obstacleOf(strategy) };
}

function ofDaemonSet(workload: WorkloadObject): Replacement {
    const pods = workload.status?.desiredNumberScheduled ?? 0;
    const strategy = workload.spec?.updateStrategy;
    const surge = scaled(strategy?.rollingUpdate?.maxSurge ?? 0, pods, Math.ceil);
    const gone = scaled(strategy?.rollingUpdate?.maxUnavailable ?? 1, pods, Math.ceil);
    return { pods, gone: Math.min(pods, surge > 0 ? 0 : Math.max(gone, 1)), surge, ...obstacleOf(strategy) };
}

function obstacleOf(strategy: UpdateStrategy | undefined): Pick<Replacement, "obstacle"> {
    const partition = strategy?.rollingUpdate?.partition ?? 0;
    if (strategy?.type === ON_DELETE) {
        return { obstacle: `its update strategy is ${ON_DELETE}` };
    }
    return partition > 0 ? { obstacle: `its rolling update has the partition ${partition}` } : {};
}

function podsWanted({ spec }: WorkloadObject): number {
    return spec?.replicas ?? 1;
}

function scaled(share: PodShare, pods: number, round: (value: number) => number): number {
    const percent = typeof share === "string" ? /^(\d+)%$/.exec(share)?.[1] : undefined;
    return percent === undefined ? Number(share) || 0 : round((Number(percent) * pods) / 100);
}
