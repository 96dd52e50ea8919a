// SPDX-License-Identifier: Apache-2.0

import { isDeepStrictEqual } from "node:util";
import { CLUSTER, WORKSPACE, WORKSPACE_TEMPLATE } from "kubesphere-network/lib/kinds";
import type { KubernetesClient, KubernetesObject } from "../kubernetes/client";
import { memberOf, placed } from "./clusters";
import { Informer } from "./informer";
import { MANAGER } from "./names";
import type { LabelSelector } from "./plan";
import { WorkQueue } from "./queue";

interface WorkspaceTemplateSpec {
    readonly template?: {
        readonly metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
        readonly spec?: Record<string, unknown>;
    };
    readonly placement?: { clusters?: { name: string }[]; clusterSelector?: LabelSelector };
}

/** A Workspace after the sync: the template's labels and annotations are added, none is ever taken away. */
export function synced(template: WorkspaceTemplateSpec, workspace: KubernetesObject): KubernetesObject {
    const { metadata = {}, spec = {} } = template.template ?? {};
    return {
        ...workspace,
        metadata: {
            ...workspace.metadata,
            labels: { ...workspace.metadata.labels, ...metadata.labels },
            annotations: { ...workspace.metadata.annotations, ...metadata.annotations },
        },
        spec,
    };
}

/** Keeps the Workspace of the host as its WorkspaceTemplate says. Members have no API server here. */
class WorkspaceTemplateReconciler {
    constructor(private readonly client: KubernetesClient) {}

    async reconcile(name: string): Promise<void> {
        const template = await this.client.get({ kind: WORKSPACE_TEMPLATE, name });
        const ref = { kind: WORKSPACE, name };
        if (template === undefined) {
            await this.client.delete(ref, { propagationPolicy: "Background" });
            return;
        }
        const spec = template.spec as WorkspaceTemplateSpec;
        const { clusters = [], clusterSelector } = spec.placement ?? {};
        const matching = await placed(this.client, {
            clusters: clusters.map((cluster) => cluster.name),
            ...(clusterSelector === undefined ? {} : { clusterSelector }),
        });
        if (!matching.some((cluster) => memberOf(cluster) === undefined)) {
            await this.client.delete(ref, { propagationPolicy: "Background" });
            return;
        }
        const workspace = await this.client.get(ref);
        if (workspace === undefined) {
            const empty = { apiVersion: WORKSPACE.apiVersion, kind: WORKSPACE.kind, metadata: { name } };
            await this.client.create(WORKSPACE, synced(spec, empty), { fieldManager: MANAGER });
        } else if (!isDeepStrictEqual(comparable(workspace), comparable(synced(spec, workspace)))) {
            await this.client.replace(ref, synced(spec, workspace), { fieldManager: MANAGER });
        }
    }
}

function comparable({ metadata: { labels = {}, annotations = {} }, spec = {} }: KubernetesObject) {
    return { labels, annotations, spec };
}

/** Starts the sync of WorkspaceTemplates; resolves with a function that waits for what runs after the signal. */
export async function watchWorkspaces(running: {
    readonly client: KubernetesClient;
    readonly signal: AbortSignal;
    readonly log: (line: string) => void;
}): Promise<() => Promise<void>> {
    const { client, signal, log } = running;
    const reconciler = new WorkspaceTemplateReconciler(client);
    const queue = new WorkQueue(
        (name) => reconciler.reconcile(name),
        (name, error) => {
            log(`WorkspaceTemplate ${name}: ${error instanceof Error ? error.message : String(error)}`);
        },
        signal,
    );
    const names = new Set<string>();
    const add = ({ metadata: { name = "" } }: KubernetesObject) => {
        queue.add(name);
    };
    await new Informer({
        client,
        kind: WORKSPACE_TEMPLATE,
        signal,
        log,
        handlers: {
            added: (template) => {
                names.add(template.metadata.name ?? "");
                add(template);
            },
            updated: (_, template) => {
                add(template);
            },
            deleted: (template) => {
                names.delete(template.metadata.name ?? "");
                add(template);
            },
        },
    }).start();
    const all = () => {
        names.forEach((name) => {
            queue.add(name);
        });
    };
    await new Informer({ client, kind: CLUSTER, signal, log, handlers: { added: all, updated: all } }).start();
    return () => queue.settled();
}
