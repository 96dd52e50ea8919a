// SPDX-License-Identifier: Apache-2.0
import { type Cidr, containsAddress } from "../cidr";
import type { PodObject } from "./world";

/** The addresses of a pod that are its own: none of a pod on the network of its node, or of one that has ended. */
export function addressesOf(pod: PodObject): string[] {
    const { spec, status } = pod;
    const own = [status?.podIP, ...(status?.podIPs ?? []).map(({ ip }) => ip)];
    return hasEnded(pod) || spec?.hostNetwork === true
        ? []
        : [...new Set(own)].filter((address): address is string => address !== undefined && address !== "");
}

/** Whether a pod has an address of a block. */
export function hasAddressOf(range: Cidr, pod: PodObject): boolean {
    return addressesOf(pod).some((address) => containsAddress(range, address));
}

/** The pods that have to leave a block of addresses; those that are on their way out do so already. */
export function oldPods(range: Cidr, pods: readonly PodObject[]): PodObject[] {
    return pods.filter((pod) => isRunning(pod) && hasAddressOf(range, pod));
}

/** Whether a pod neither has ended nor is on its way out. */
export function isRunning(pod: PodObject): boolean {
    return !hasEnded(pod) && pod.metadata?.deletionTimestamp === undefined;
}

function hasEnded({ status }: PodObject): boolean {
    return status?.phase === "Succeeded" || status?.phase === "Failed";
}
