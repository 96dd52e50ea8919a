// SPDX-License-Identifier: Apache-2.0

import { setMaxListeners } from "node:events";
import { isDeepStrictEqual } from "node:util";
import { CLUSTER, EXTENSION_VERSION, INSTALL_PLAN, type Kind } from "kubesphere-network/lib/kinds";
import { EXTENSION_REF_LABEL } from "kubesphere-network/lib/labels";
import { KubernetesClient, type KubernetesObject } from "../kubernetes/client";
import { concerns, isSchedulable } from "./clusters";
import { Informer, type Handlers } from "./informer";
import { InstallPlanReconciler } from "./installplan";
import { JOB, MANAGED_LABEL, SECRET } from "./names";
import type { InstallPlan } from "./plan";
import { WorkQueue } from "./queue";
import { HelmRunner } from "./runner";
import { Webhooks } from "./webhook";
import { watchWorkspaces } from "./workspaces";

export { installCatalog } from "./catalog";
export { clearOutcomes, OUTCOME, setOutcome, type Outcome, type OutcomeKind, type OutcomeTarget } from "./outcomes";

export interface ControllersOptions {
    /** Text of a kubeconfig, or the path of one. */
    readonly kubeconfig: string;
    /** How long a simulated Helm Job takes, in seconds. Defaults to 0.4. */
    readonly helmSeconds?: number;
    /** Whether the admission webhooks for InstallPlans are served and registered. Defaults to true. */
    readonly webhooks?: boolean;
    /** Told what happens, one line at a time. Defaults to nobody. */
    readonly log?: (line: string) => void;
}

export interface Controllers {
    /** Ends all Jobs, watches and webhooks where they are; a later start goes on from there. */
    stop(): Promise<void>;
}

const DEFAULT_HELM_SECONDS = 0.4;

/** Everything that the controllers share while they run. */
interface Running {
    readonly client: KubernetesClient;
    readonly signal: AbortSignal;
    readonly log: (line: string) => void;
    readonly helmSeconds: number;
}

function labelOf(object: KubernetesObject, label: string): string | undefined {
    return object.metadata.labels?.[label];
}

/** Starts what stands in for KubeSphere: its InstallPlan controller with Helm, its webhooks, its workspace sync. */
export async function startControllers(options: ControllersOptions): Promise<Controllers> {
    const { kubeconfig, helmSeconds = DEFAULT_HELM_SECONDS, log = () => undefined } = options;
    const client = await KubernetesClient.connect({ kubeconfig });
    const stopping = new AbortController();
    // Every request and every pause listens to it.
    setMaxListeners(0, stopping.signal);
    const running: Running = { client, signal: stopping.signal, log, helmSeconds };
    const webhooks = options.webhooks === false ? undefined : await Webhooks.start(client, log);
    const settled = [await watchInstallPlans(running), await watchWorkspaces(running)];
    return {
        async stop() {
            stopping.abort();
            await Promise.all(settled.map((wait) => wait()));
            try {
                await webhooks?.stop();
            } finally {
                await client.close();
            }
        },
    };
}

async function watchInstallPlans(running: Running): Promise<() => Promise<void>> {
    const { client, signal, log } = running;
    const runner = new HelmRunner(running);
    const reconciler = new InstallPlanReconciler(client, runner, log);
    const queue = new WorkQueue(
        (name) => reconciler.reconcile(name),
        (name, error) => {
            log(`InstallPlan ${name}: ${error instanceof Error ? error.message : String(error)}`);
        },
        signal,
    );
    const watch = (kind: Kind, handlers: Handlers, labelSelector = "") =>
        new Informer({ client, kind, handlers, labelSelector, signal, log }).start();
    const enqueue = (name: string | undefined) => {
        if (name !== undefined) {
            queue.add(name);
        }
    };

    const plans = new Map<string, InstallPlan>();
    const plan = (object: KubernetesObject) => {
        plans.set(object.metadata.name ?? "", object as InstallPlan);
        enqueue(object.metadata.name);
    };
    const extension = (object: KubernetesObject) => {
        enqueue(labelOf(object, EXTENSION_REF_LABEL));
    };
    const release = (object: KubernetesObject) => {
        enqueue(labelOf(object, "name"));
    };

    await watch(INSTALL_PLAN, {
        added: plan,
        updated: (_, after) => {
            plan(after);
        },
        deleted: ({ metadata }) => plans.delete(metadata.name ?? ""),
    });
    const jobs: Handlers = {
        added: (job) => {
            runner.take(job);
        },
        updated: (before, after) => {
            runner.take(after);
            if (!isDeepStrictEqual(before.status, after.status)) {
                extension(after);
            }
        },
    };
    await watch(JOB, jobs, `${MANAGED_LABEL}=true`);
    const releases: Handlers = {
        added: release,
        updated: (_, after) => {
            release(after);
        },
        deleted: release,
    };
    await watch(SECRET, releases, "owner=helm");
    await watch(EXTENSION_VERSION, { deleted: extension });
    await watch(CLUSTER, {
        updated: (before, after) => {
            if (!isSchedulable(before) && isSchedulable(after)) {
                const name = after.metadata.name ?? "";
                [...plans.values()]
                    .filter((one) => concerns(one, name))
                    .forEach((one) => {
                        enqueue(one.metadata.name);
                    });
            }
        },
    });
    return async () => {
        await Promise.all([queue.settled(), runner.settled()]);
    };
}
