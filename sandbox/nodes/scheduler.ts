// SPDX-License-Identifier: Apache-2.0
import { NODE, POD } from "kubesphere-network/lib/kinds";
import type { KubernetesClient, KubernetesObject } from "../kubernetes/client";
import { hasReason } from "../kubernetes/error";
import { tell } from "./events";
import { DEFAULT_SCHEDULER, nodesFor } from "./fitting";
import { MANAGER } from "./names";
import { refOf, writePod } from "./pod";
import { unschedulableStatus } from "./status";

interface Options {
    readonly client: KubernetesClient;
    /** Looks at a pod once more. */
    readonly again: (uid: string) => void;
}

/** Stands in for kube-scheduler: takes the nodes that fit a pod in turn, however full they are. */
export class Scheduler {
    /** Pods that fit no node, and what was last said of them. */
    private readonly waiting = new Map<string, string>();
    private turn = 0;

    constructor(private readonly options: Options) {}

    /** Tries all pods again that fitted no node. */
    retry(): void {
        [...this.waiting.keys()].forEach(this.options.again);
    }

    /** A pod is gone, or has a node. */
    forget(uid: string): void {
        this.waiting.delete(uid);
    }

    /** Binds a pod to a node, or says that none takes it. */
    async place(pod: KubernetesObject, nodes: readonly KubernetesObject[]): Promise<void> {
        const candidates = nodesFor(pod, nodes);
        const chosen = candidates[this.turn % candidates.length];
        if (chosen === undefined) {
            await this.reject(pod, nodes.length);
            return;
        }
        // The pods of a DaemonSet, which have no choice, do not upset the turn of the others.
        this.turn += candidates.length > 1 ? 1 : 0;
        await this.bind(pod, chosen);
    }

    private async bind(pod: KubernetesObject, node: KubernetesObject): Promise<void> {
        const { name = "", namespace = "", uid = "" } = pod.metadata;
        const binding: KubernetesObject = {
            apiVersion: "v1",
            kind: "Binding",
            metadata: { name, namespace, uid },
            target: { apiVersion: NODE.apiVersion, kind: NODE.kind, name: node.metadata.name },
        };
        try {
            const ref = { kind: POD, name, namespace, subresource: "binding" };
            await this.options.client.post(ref, binding, { fieldManager: MANAGER });
        } catch (error) {
            // Gone, or bound already: the watch tells.
            if (!hasReason(error, "NotFound") && !hasReason(error, "Conflict")) {
                throw error;
            }
        }
    }

    private async reject(pod: KubernetesObject, nodes: number): Promise<void> {
        const { uid = "" } = pod.metadata;
        const message = `0/${nodes} nodes are available: the pod's node selector, affinity or tolerations fit none.`;
        const told = this.waiting.get(uid);
        this.waiting.set(uid, message);
        if (told !== message) {
            const { client } = this.options;
            const value = unschedulableStatus(pod, new Date(), message);
            await writePod(
                client,
                pod,
                { ...refOf(pod), subresource: "status" },
                { op: "add", path: "/status", value },
            );
            await tell(client, pod, { reason: "FailedScheduling", message, component: DEFAULT_SCHEDULER });
        }
    }
}
