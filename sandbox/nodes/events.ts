// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";
import { SIMULATED } from "../controllers/names";
import type { KubernetesClient, KubernetesObject } from "../kubernetes/client";
import { hasReason } from "../kubernetes/error";
import { EVENT, MANAGER } from "./names";

/** What is told about a pod. */
export interface Notice {
    readonly reason: string;
    readonly message: string;
    /** Who would tell it in a real cluster. */
    readonly component: string;
    /** The node, if it is one that tells it. */
    readonly host?: string;
}

/** Writes a warning about a pod, as `kubectl describe pod` shows it. Not in a namespace that is being deleted. */
export async function tell(client: KubernetesClient, pod: KubernetesObject, notice: Notice): Promise<void> {
    const { reason, message, component, host } = notice;
    const { name = "", namespace = "", uid } = pod.metadata;
    const time = new Date().toISOString();
    const event: KubernetesObject = {
        apiVersion: EVENT.apiVersion,
        kind: EVENT.kind,
        metadata: { name: `${name}.${randomBytes(8).toString("hex")}`, namespace, annotations: SIMULATED },
        involvedObject: { apiVersion: pod.apiVersion, kind: pod.kind, name, namespace, uid },
        type: "Warning",
        reason,
        message,
        source: { component, ...(host === undefined ? {} : { host }) },
        firstTimestamp: time,
        lastTimestamp: time,
        count: 1,
    };
    try {
        await client.create(EVENT, event, { fieldManager: MANAGER });
    } catch (error) {
        if (!hasReason(error, "Forbidden") && !hasReason(error, "NotFound")) {
            throw error;
        }
    }
}
