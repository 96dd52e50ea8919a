// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import type { Kind } from "kubesphere-network/lib/kinds";

/** Field manager of every write of the simulated nodes. */
export const MANAGER = "simulated-nodes";

/** What is told about a pod. */
export const EVENT: Kind = { apiVersion: "v1", kind: "Event", plural: "events", namespaced: true };

/** Name of Calico's network in its own manifest, with which the handles of all pods begin. */
const NETWORK = "k8s-pod-network";

/** What a node calls the container that holds a pod's network. The same for a pod every time, so that a restart finds it. */
export function sandboxOf(podUid: string): string {
    return createHash("sha256").update(podUid).digest("hex");
}

/** Who has the addresses of a pod. */
export function handleOf(podUid: string): string {
    return `${NETWORK}.${sandboxOf(podUid)}`;
}

/** Whether a handle is that of a pod, and not that of a tunnel. */
export function isPodHandle(handle: string): boolean {
    return handle.startsWith(`${NETWORK}.`);
}
