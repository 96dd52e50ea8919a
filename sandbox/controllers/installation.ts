// SPDX-License-Identifier: Apache-2.0

import { setTimeout as sleep } from "node:timers/promises";
import { configHash } from "kubesphere-network/lib/extension/config";
import { NAMESPACE } from "kubesphere-network/lib/kinds";
import { EXTENSION_REF_LABEL, WORKSPACE_LABEL } from "kubesphere-network/lib/labels";
import type { KubernetesClient } from "../kubernetes/client";
import { hasReason } from "../kubernetes/error";
import { createJob, viewOf, type Task } from "./jobs";
import { JOB, MANAGED_LABEL, MANAGER, SIMULATED } from "./names";
import type { InstallPlan } from "./plan";
import type { Plans } from "./plans";
import type { Releases, Site } from "./releases";
import { observe, rounded, setCondition, transition, type InstallationStatus } from "./status";

const LONGEST_PAUSE_MILLISECONDS = 1500;

/** One release of a plan: the extension's on the host, or an agent on a cluster. */
export interface Installation {
    readonly release: string;
    /** Cluster of an agent. */
    readonly cluster?: string;
    /** Cluster of an agent, unless that is the host. */
    readonly member?: string;
    readonly initialized: string;
    values(plan: InstallPlan): string;
    read(plan: InstallPlan): InstallationStatus;
    write(plan: InstallPlan, status: InstallationStatus): void;
}

/** What all releases have in common: observing them, and starting the Jobs that change them. */
export class Installer {
    constructor(
        private readonly client: KubernetesClient,
        private readonly plans: Plans,
        private readonly releases: Releases,
    ) {}

    site({ release, member }: Pick<Installation, "release" | "member">, namespace: string): Site {
        return { namespace, release, ...(member === undefined ? {} : { cluster: member }) };
    }

    /** The status as it should be, given what the last Job and the release look like. */
    async observed(plan: InstallPlan, installation: Installation): Promise<InstallationStatus> {
        const status = structuredClone(installation.read(plan));
        const namespace = plan.status?.targetNamespace ?? "";
        const { jobName: name } = status;
        const job = name === undefined ? undefined : await this.client.get({ kind: JOB, namespace, name });
        const release = await this.releases.latest(this.site(installation, namespace));
        observe(status, job === undefined ? undefined : viewOf(job), release);
        return status;
    }

    async store(plan: InstallPlan, installation: Installation, status: InstallationStatus): Promise<void> {
        installation.write(plan, structuredClone(status));
        await this.plans.update(plan);
    }

    /** Installs or upgrades. Every step is a write of its own, as in KubeSphere, and can be seen from outside. */
    async deploy(plan: InstallPlan, installation: Installation, action: "install" | "upgrade"): Promise<void> {
        const status = structuredClone(installation.read(plan));
        await laterSecond(status);
        transition(status, "Preparing", "", new Date());
        await this.store(plan, installation, status);
        const namespace = plan.status?.targetNamespace ?? "";
        const { extension } = plan.spec;
        try {
            await this.ensureNamespace(namespace, extension.name);
            if (action === "install") {
                setCondition(status, initialized(installation.initialized));
                await this.store(plan, installation, status);
            }
            const values = installation.values(plan);
            const task = { ...this.task(plan, installation, namespace), action, values };
            const jobName = await createJob(this.client, plan, task);
            const { release: releaseName } = installation;
            Object.assign(status, { configHash: configHash(values), version: extension.version, releaseName, jobName });
        } catch (error) {
            const message = `Failed to ${action} extension: ${error instanceof Error ? error.message : String(error)}`;
            transition(status, action === "install" ? "InstallFailed" : "UpgradeFailed", message, new Date());
            await this.store(plan, installation, status);
            return;
        }
        status.targetNamespace = namespace;
        transition(status, action === "install" ? "Installing" : "Upgrading", "", new Date());
        await this.store(plan, installation, status);
        await this.removeOldJobs(plan);
    }

    /** Observes, and starts the Job that removes the release, unless that has begun before. */
    async uninstall(plan: InstallPlan, installation: Installation): Promise<void> {
        const status = await this.observed(plan, installation);
        await this.store(plan, installation, status);
        if (["Uninstalling", "UninstallFailed", "Uninstalled"].includes(status.state ?? "")) {
            return;
        }
        await laterSecond(status);
        const task = this.task(plan, installation, status.targetNamespace ?? "");
        status.jobName = await createJob(this.client, plan, { ...task, action: "uninstall", values: "" });
        transition(status, "Uninstalling", "", new Date());
        await this.store(plan, installation, status);
    }

    private task(plan: InstallPlan, { release, cluster, member }: Installation, namespace: string) {
        const { name, version } = plan.spec.extension;
        const where = { ...(cluster === undefined ? {} : { cluster }), ...(member === undefined ? {} : { member }) };
        return { namespace, release, extension: name, version, ...where } satisfies Partial<Task>;
    }

    private async ensureNamespace(name: string, extension: string): Promise<void> {
        const labels = {
            [WORKSPACE_LABEL]: "system-workspace",
            [EXTENSION_REF_LABEL]: extension,
            [MANAGED_LABEL]: "true",
        };
        const metadata = { name, labels, annotations: SIMULATED };
        try {
            await this.client.create(
                NAMESPACE,
                { apiVersion: "v1", kind: "Namespace", metadata },
                { fieldManager: MANAGER },
            );
        } catch (error) {
            if (!hasReason(error, "AlreadyExists")) {
                throw error;
            }
        }
    }

    private async removeOldJobs(plan: InstallPlan): Promise<void> {
        const { targetNamespace: namespace = "", jobName, clusterSchedulingStatuses = {} } = plan.status ?? {};
        const current = [jobName, ...Object.values(clusterSchedulingStatuses).map((agent) => agent.jobName)];
        const labelSelector = `${MANAGED_LABEL}=true,${EXTENSION_REF_LABEL}=${plan.spec.extension.name}`;
        const { items } = await this.client.list(JOB, { namespace, labelSelector });
        for (const { metadata } of items.filter((job) => !current.includes(job.metadata.name))) {
            const ref = { kind: JOB, namespace, name: metadata.name ?? "" };
            await this.client.delete(ref, { propagationPolicy: "Background" });
        }
    }
}

/**
 * Waits until the time, rounded to seconds, has passed the last transition. A real Helm takes longer than that; here
 * the release of a moment ago would otherwise seem as new as the Job that replaces it, and its end that Job's end.
 */
async function laterSecond(status: InstallationStatus): Promise<void> {
    const last = status.stateHistory?.at(-1)?.lastTransitionTime;
    if (last !== undefined) {
        const missing = Date.parse(last) + 500 - Date.now();
        await sleep(Math.min(Math.max(missing, 0), LONGEST_PAUSE_MILLISECONDS));
    }
}

function initialized(message: string) {
    const lastTransitionTime = rounded(new Date());
    return { type: "Initialized", status: "True" as const, reason: "Initialized", message, lastTransitionTime };
}
