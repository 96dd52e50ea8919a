// SPDX-License-Identifier: Apache-2.0

import { isDeepStrictEqual } from "node:util";
import { agentConfig, configHash } from "kubesphere-network/lib/extension/config";
import { CLUSTER, EXTENSION_VERSION } from "kubesphere-network/lib/kinds";
import type { KubernetesClient, KubernetesObject } from "../kubernetes/client";
import { isSchedulable, memberOf, placed } from "./clusters";
import { Installer, type Installation } from "./installation";
import { FORCE_DELETE_ANNOTATION, INSTALL_PLAN_PROTECTION } from "./names";
import type { InstallPlan, InstallPlanStatus } from "./plan";
import { Plans } from "./plans";
import { Releases } from "./releases";
import type { HelmRunner } from "./runner";
import { nextStep, transition, type InstallationStatus } from "./status";

function statusOf(plan: InstallPlan): InstallPlanStatus {
    return (plan.status ??= {});
}

/** The extension's own release, on the host. */
function host(plan: InstallPlan): Installation {
    const { name } = plan.spec.extension;
    return {
        release: name,
        initialized: `The extension ${name} has been successfully initialized.`,
        values: ({ spec }) => spec.config ?? "",
        read: (from) => {
            const status: InstallPlanStatus = { ...statusOf(from) };
            delete status.enabled;
            delete status.clusterSchedulingStatuses;
            return status;
        },
        write: (to, status) => {
            const { enabled, clusterSchedulingStatuses } = statusOf(to);
            to.status = {
                ...status,
                ...(enabled === undefined ? {} : { enabled }),
                ...(clusterSchedulingStatuses === undefined ? {} : { clusterSchedulingStatuses }),
            };
        },
    };
}

/** The agent on one cluster. */
function agent(plan: InstallPlan, cluster: string, member: string | undefined): Installation {
    return {
        release: `${plan.spec.extension.name}-agent`,
        cluster,
        ...(member === undefined ? {} : { member }),
        initialized: "The extension agent has been successfully initialized.",
        values: ({ spec }) => agentConfig(spec.config ?? "", spec.clusterScheduling?.overrides?.[cluster]),
        read: (from) => statusOf(from).clusterSchedulingStatuses?.[cluster] ?? {},
        write: (to, status) => {
            statusOf(to).clusterSchedulingStatuses = {
                ...statusOf(to).clusterSchedulingStatuses,
                [cluster]: status,
            };
        },
    };
}

/** Behaves as KubeSphere's InstallPlan controller was recorded to, its gaps included. */
export class InstallPlanReconciler {
    private readonly plans: Plans;
    private readonly releases: Releases;
    private readonly installer: Installer;

    constructor(
        private readonly client: KubernetesClient,
        private readonly runner: HelmRunner,
        private readonly log: (line: string) => void,
    ) {
        this.plans = new Plans(client);
        this.releases = new Releases(client);
        this.installer = new Installer(client, this.plans, this.releases);
    }

    async reconcile(name: string): Promise<void> {
        const plan = await this.plans.get(name);
        if (plan === undefined) {
            return;
        }
        const { extension } = plan.spec;
        const versionName = `${extension.name}-${extension.version}`;
        const version = await this.client.get({ kind: EXTENSION_VERSION, name: versionName });
        if (version === undefined) {
            // Nothing in the plan says so, and a deletion stops here as well: that is how KubeSphere behaves.
            this.log(`InstallPlan ${name}: extension version ${versionName} not found`);
        } else if (plan.metadata.deletionTimestamp !== undefined) {
            await this.remove(plan);
        } else if (!(plan.metadata.finalizers ?? []).includes(INSTALL_PLAN_PROTECTION)) {
            await this.plans.addFinalizer(plan);
        } else {
            await this.sync(plan, version);
        }
    }

    private async sync(plan: InstallPlan, version: KubernetesObject): Promise<void> {
        const { namespace } = version.spec as { namespace?: string };
        const targetNamespace = namespace ? namespace : `extension-${plan.spec.extension.name}`;
        if (statusOf(plan).targetNamespace !== targetNamespace) {
            statusOf(plan).targetNamespace = targetNamespace;
            await this.plans.update(plan);
            return;
        }
        await this.syncHost(plan);
        if (plan.spec.clusterScheduling !== undefined) {
            await this.syncAgents(plan);
        }
    }

    private async syncHost(plan: InstallPlan): Promise<void> {
        const installation = host(plan);
        const status = await this.installer.observed(plan, installation);
        if (!isDeepStrictEqual(status, installation.read(plan))) {
            await this.installer.store(plan, installation, status);
        }
        const step = this.step(plan, installation);
        if (step !== "wait") {
            await this.installer.deploy(plan, installation, step);
        } else if (statusOf(plan).state === "Installed" && (statusOf(plan).enabled ?? false) !== plan.spec.enabled) {
            statusOf(plan).enabled = plan.spec.enabled;
            await this.plans.update(plan);
        }
    }

    private step(plan: InstallPlan, installation: Installation) {
        return nextStep(installation.read(plan), {
            configHash: configHash(installation.values(plan)),
            version: plan.spec.extension.version,
        });
    }

    private async syncAgents(plan: InstallPlan): Promise<void> {
        if (statusOf(plan).state !== "Installed") {
            return;
        }
        const placement = plan.spec.clusterScheduling?.placement;
        if (placement === undefined) {
            throw new Error("invalid memory address or nil pointer dereference: clusterScheduling without placement");
        }
        const clusters = await placed(this.client, placement);
        for (const cluster of clusters.filter(isSchedulable)) {
            await this.syncAgent(plan, cluster);
        }
        const names = clusters.map(({ metadata }) => metadata.name);
        const dropped = Object.keys(statusOf(plan).clusterSchedulingStatuses ?? {});
        for (const name of dropped.filter((candidate) => !names.includes(candidate))) {
            await this.uninstallAgent(plan, name);
        }
    }

    private async syncAgent(plan: InstallPlan, cluster: KubernetesObject): Promise<void> {
        const installation = agent(plan, cluster.metadata.name ?? "", memberOf(cluster));
        await this.installer.store(plan, installation, await this.installer.observed(plan, installation));
        const step = this.step(plan, installation);
        if (step !== "wait") {
            await this.installer.deploy(plan, installation, step);
        }
    }

    private async uninstallAgent(plan: InstallPlan, name: string): Promise<void> {
        const status: InstallationStatus = statusOf(plan).clusterSchedulingStatuses?.[name] ?? {};
        const cluster = await this.client.get({ kind: CLUSTER, name });
        if (status.releaseName !== undefined && cluster !== undefined) {
            const installation = agent(plan, name, memberOf(cluster));
            const site = this.installer.site(installation, status.targetNamespace ?? "");
            if ((await this.releases.latest(site)) !== undefined) {
                await this.installer.uninstall(plan, installation);
                return;
            }
        }
        const others = Object.entries(statusOf(plan).clusterSchedulingStatuses ?? {}).filter(
            ([other]) => other !== name,
        );
        statusOf(plan).clusterSchedulingStatuses = Object.fromEntries(others);
        await this.plans.update(plan);
    }

    private async remove(plan: InstallPlan): Promise<void> {
        await this.runner.endInstalls(plan);
        const { releaseName, targetNamespace = "", clusterSchedulingStatuses = {} } = statusOf(plan);
        if (releaseName === undefined) {
            await this.removed(plan);
            return;
        }
        const agents = Object.keys(clusterSchedulingStatuses);
        if (agents.length > 0) {
            for (const name of agents) {
                await this.uninstallAgent(plan, name);
            }
            return;
        }
        const site = { namespace: targetNamespace, release: releaseName };
        if (FORCE_DELETE_ANNOTATION in (plan.metadata.annotations ?? {})) {
            await this.releases.uninstall(site);
        }
        if ((await this.releases.latest(site)) === undefined) {
            await this.removed(plan);
        } else {
            await this.installer.uninstall(plan, host(plan));
        }
    }

    private async removed(plan: InstallPlan): Promise<void> {
        const message = `The extension ${plan.spec.extension.name} has been successfully uninstalled.`;
        transition(statusOf(plan), "Uninstalled", message, new Date());
        await this.plans.update(plan);
        await this.plans.removeFinalizer(plan);
    }
}
