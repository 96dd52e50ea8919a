// SPDX-License-Identifier: Apache-2.0
import type { Cidr } from "../cidr";
import { hasAddressOf, hasEnded } from "../cluster/pods";
import type { PodObject } from "./world";

/** The pods that have to leave a block of addresses; those that are on their way out do so already. */
export function oldPods(range: Cidr, pods: readonly PodObject[]): PodObject[] {
    return pods.filter((pod) => isRunning(pod) && hasAddressOf(range, pod));
}

/** Whether a pod neither has ended nor is on its way out. */
export function isRunning(pod: PodObject): boolean {
    return !hasEnded(pod) && pod.metadata?.deletionTimestamp === undefined;
}
