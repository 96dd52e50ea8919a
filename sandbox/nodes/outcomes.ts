// SPDX-License-Identifier: Apache-2.0
import type { KubernetesObject } from "../kubernetes/client";

/** How a simulated pod can do. */
export const POD_OUTCOME = {
    /** Runs and is never ready. */
    neverReady: "never-ready",
    /** Is ready only after `seconds`. */
    slow: "slow",
} as const;

/** Annotation of a pod: its outcome. A pod without it is ready at once. */
export const OUTCOME_ANNOTATION = "sandbox.kubesphere-network/outcome";

/** Annotation of a slow pod: after how many seconds it is ready. Defaults to 1. */
export const SECONDS_ANNOTATION = "sandbox.kubesphere-network/seconds";

/** Annotation that limits the outcome to pods with an address of this pool, so that a move to it can fail. */
export const POOL_ANNOTATION = "sandbox.kubesphere-network/pool";

const DEFAULT_SECONDS = 1;

/** How long after its start a pod is ready, in seconds: 0 as a rule, Infinity for one that never is. */
export function secondsUntilReady({ metadata }: KubernetesObject, pool: string | undefined): number {
    const { annotations = {} } = metadata;
    const limit = annotations[POOL_ANNOTATION];
    if (limit !== undefined && limit !== pool) {
        return 0;
    }
    const outcome = annotations[OUTCOME_ANNOTATION];
    if (outcome === POD_OUTCOME.neverReady) {
        return Number.POSITIVE_INFINITY;
    }
    return outcome === POD_OUTCOME.slow ? Number(annotations[SECONDS_ANNOTATION] ?? DEFAULT_SECONDS) : 0;
}
