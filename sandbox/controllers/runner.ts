// SPDX-License-Identifier: Apache-2.0

import { setTimeout as sleep } from "node:timers/promises";
import { INSTALL_PLAN } from "kubesphere-network/lib/kinds";
import type { KubernetesClient, KubernetesObject } from "../kubernetes/client";
import { finishJob, taskOf, viewOf, type Task } from "./jobs";
import { OUTCOME, outcomeOf, type Outcome } from "./outcomes";
import type { InstallPlan } from "./plan";
import { Releases, type Site } from "./releases";

interface Options {
    readonly client: KubernetesClient;
    /** How long a Job takes, in seconds. */
    readonly helmSeconds: number;
    readonly signal: AbortSignal;
    readonly log: (line: string) => void;
}

/** Share of a Job's time that passes before its pod runs Helm. */
const POD_START_SHARE = 0.4;
/** The same for Helm's own time, and for either part of a pod that is started a second time, with nothing left to do. */
const HELM_SHARE = 1 - POD_START_SHARE;
const SECOND_START_SHARE = 0.2;
/** A pod starts well after the controller has written the Job's name; without that write it starts all the same. */
const LONGEST_WAIT_FOR_CONTROLLER_MILLISECONDS = 2000;
const POLL_MILLISECONDS = 10;
const DEFAULT_SKEW_SECONDS = 3600;
const RETRY_MILLISECONDS = 500;

interface Run extends Omit<Task, "values"> {
    readonly job: KubernetesObject;
    readonly outcome: Outcome | undefined;
    /** Ends the Job's pod. */
    readonly signal: AbortSignal;
}

/** Stands in for kubelet and Helm: carries out the Jobs of the InstallPlan controller, also those of a former run. */
export class HelmRunner {
    private readonly releases: Releases;
    private readonly seen = new Set<string>();
    private readonly active = new Map<
        Promise<void>,
        { readonly job: KubernetesObject; readonly pod: AbortController }
    >();

    constructor(private readonly options: Options) {
        this.releases = new Releases(options.client);
    }

    /** Begins a Job that is neither finished nor begun. */
    take(job: KubernetesObject): void {
        const { uid = "" } = job.metadata;
        if (taskOf(job) === undefined || viewOf(job).phase !== "active" || this.seen.has(uid)) {
            return;
        }
        this.seen.add(uid);
        const pod = new AbortController();
        const signal = AbortSignal.any([this.options.signal, pod.signal]);
        const run = this.persist(job, signal).finally(() => this.active.delete(run));
        this.active.set(run, { job, pod });
    }

    /** Ends the Jobs that still install for a plan, as their pods end with it; what they left can be uninstalled then. */
    async endInstalls(plan: InstallPlan): Promise<void> {
        const runs = [...this.active].filter(
            ([, { job }]) => ownerOf(job)?.uid === plan.metadata.uid && taskOf(job)?.action !== "uninstall",
        );
        runs.forEach(([, { pod }]) => {
            pod.abort();
        });
        await Promise.all(runs.map(([run]) => run));
    }

    async settled(): Promise<void> {
        await Promise.all(this.active.keys());
    }

    /** A Job outlives the API server's troubles. */
    private async persist(job: KubernetesObject, signal: AbortSignal): Promise<void> {
        const stopped = () => signal.aborted;
        while (!stopped()) {
            try {
                await this.run(job, signal);
                return;
            } catch (error) {
                if (!stopped()) {
                    const message = error instanceof Error ? error.message : String(error);
                    this.options.log(`Job ${job.metadata.name ?? ""}: ${message}`);
                    await sleep(RETRY_MILLISECONDS, undefined, { signal }).catch(() => undefined);
                }
            }
        }
    }

    private async run(job: KubernetesObject, signal: AbortSignal): Promise<void> {
        const task = taskOf(job);
        if (task === undefined) {
            return;
        }
        const outcome = await outcomeOf(this.options.client, task, task.action);
        const run: Run = { ...task, job, outcome, signal };
        if (!(await this.untilPlanNames(run))) {
            return;
        }
        await this.pause(POD_START_SHARE, run);
        await (task.action === "uninstall" ? this.uninstall(run) : this.install(run));
    }

    private async install(run: Run): Promise<void> {
        const { outcome } = run;
        if (outcome?.outcome === OUTCOME.fail && outcome.message === undefined) {
            await this.pause(HELM_SHARE, run);
            await this.finish(run);
            return;
        }
        if (!(await this.helm(run, HELM_SHARE))) {
            return;
        }
        if (outcome?.outcome === OUTCOME.twice) {
            await this.pause(SECOND_START_SHARE, run);
            await this.helm(run, SECOND_START_SHARE);
        }
        await this.finish(run);
    }

    /** One run of `helm upgrade --install`; false if it does not end. */
    private async helm(run: Run, share: number): Promise<boolean> {
        const { outcome, job, version } = run;
        const site = siteOf(run);
        const release = await this.releases.begin(site, job.metadata.name ?? "", version, this.now(outcome));
        if (outcome?.outcome === OUTCOME.hang) {
            return false;
        }
        await this.pause(share, run);
        if (outcome?.outcome === OUTCOME.fail) {
            await this.releases.finish(site, release, "failed", outcome.message ?? "");
        } else {
            const what = release.revision > 1 ? "Upgrade" : "Install";
            await this.releases.finish(site, release, "deployed", `${what} complete`);
        }
        return true;
    }

    private async uninstall(run: Run): Promise<void> {
        const kind = run.outcome?.outcome;
        if (kind === OUTCOME.hang) {
            return;
        }
        await this.pause(HELM_SHARE, run);
        if (kind !== OUTCOME.fail) {
            await this.releases.uninstall(siteOf(run));
        }
        await this.finish(run);
    }

    private async finish({ job, outcome }: Run): Promise<void> {
        const failure = outcome?.message;
        await finishJob(this.options.client, job, {
            failed: outcome?.outcome === OUTCOME.fail,
            ...(failure === undefined ? {} : { failure }),
            time: this.now(outcome),
        });
    }

    private now(outcome: Outcome | undefined): Date {
        const behind = outcome?.outcome === OUTCOME.clockSkew ? (outcome.seconds ?? DEFAULT_SKEW_SECONDS) : 0;
        return new Date(Date.now() - behind * 1000);
    }

    private async pause(share: number, { outcome, signal }: Run): Promise<void> {
        const { helmSeconds } = this.options;
        const seconds = outcome?.outcome === OUTCOME.slow ? (outcome.seconds ?? helmSeconds) : helmSeconds;
        await sleep(seconds * share * 1000, undefined, { signal });
    }

    /** False for a Job whose plan is gone: it waits for the garbage collector, and must not touch a new plan's release. */
    private async untilPlanNames({ job, signal }: Run): Promise<boolean> {
        const owner = ownerOf(job);
        const end = Date.now() + LONGEST_WAIT_FOR_CONTROLLER_MILLISECONDS;
        while (owner !== undefined && Date.now() < end) {
            const plan = await this.options.client.get({ kind: INSTALL_PLAN, name: owner.name });
            if (plan?.metadata.uid !== owner.uid) {
                return false;
            }
            const { clusterSchedulingStatuses = {}, ...host } = (plan as InstallPlan).status ?? {};
            const names = [host, ...Object.values(clusterSchedulingStatuses)].map(({ jobName }) => jobName);
            if (names.includes(job.metadata.name)) {
                return true;
            }
            await sleep(POLL_MILLISECONDS, undefined, { signal });
        }
        return owner !== undefined;
    }
}

function ownerOf({ metadata }: KubernetesObject): { readonly name: string; readonly uid: string } | undefined {
    return (metadata.ownerReferences as { name: string; uid: string }[] | undefined)?.[0];
}

function siteOf({ namespace, release, member }: Run): Site {
    return { namespace, release, ...(member === undefined ? {} : { cluster: member }) };
}
