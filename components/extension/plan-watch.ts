// SPDX-License-Identifier: Apache-2.0
import { failureMessage, timeoutMessage } from "../../lib/extension/messages";
import type { InstallPlanSpec } from "../../lib/extension/install-plan";
import { jobFinding, type JobObject, unfinishedReleases } from "../../lib/extension/jobs";
import { type ClusterObject, clusterState, type ClusterState } from "../../lib/extension/placement";
import { type InstallPlanStatus, type Observed, type Readiness, readiness } from "../../lib/extension/readiness";
import { CLUSTER, EXTENSION_VERSION, INSTALL_PLAN, JOB } from "../../lib/kinds";
import { CannotRead, type ClusterAccess } from "../cluster/access";

/** As much of a cluster as is read here. */
type PlanReads = Pick<ClusterAccess, "get" | "list">;

/** An InstallPlan as it stands on the cluster. */
export interface PlanNow {
    readonly spec: InstallPlanSpec;
    readonly status?: InstallPlanStatus;
    readonly readiness: Readiness;
}

/** How long to wait and whom to tell. */
export interface Waiting {
    readonly timeoutSeconds: number;
    /** Called with a line to show whenever something changed, and every few seconds. */
    readonly report: (line: string) => void;
    /** Milliseconds between two looks. Defaults to one second. */
    readonly interval?: number;
}

const REPORT_EVERY = 5_000;

/** Reads an InstallPlan and what its readiness depends on; undefined if there is no such plan. */
export async function planNow(cluster: PlanReads, planName: string): Promise<PlanNow | undefined> {
    const plan = await cluster.get<Omit<PlanNow, "readiness">>(INSTALL_PLAN, planName);
    if (plan === undefined) {
        return undefined;
    }
    const { spec, status } = plan;
    const observed: Observed = { spec, status, clusters: await clustersFor(cluster, spec) };
    const first = readiness(observed);
    if (first.phase !== "waiting") {
        return { spec, status, readiness: first };
    }
    const { name, version } = spec.extension;
    const versionExists = (await cluster.get(EXTENSION_VERSION, `${name}-${version}`)) !== undefined;
    return { spec, status, readiness: readiness({ ...observed, versionExists }) };
}

/** Resolves once the plan is ready. Rejects with a whole message when it fails, is gone, or the time is over. */
export async function waitUntilReady(cluster: PlanReads, planName: string, waiting: Waiting): Promise<PlanNow> {
    const began = Date.now();
    const progress = reporter(waiting.report, began);
    for (;;) {
        const now = await look(cluster, planName);
        if (now === undefined) {
            throw new Error(`InstallPlan "${planName}" was deleted while its extension was being installed.`);
        }
        if (now.readiness.phase === "ready") {
            return now;
        }
        if (now.readiness.phase === "failed") {
            throw new Error(await failure(cluster, planName, now));
        }
        if (Date.now() - began >= waiting.timeoutSeconds * 1000) {
            const jobs = await jobFindings(cluster, now.status);
            throw new Error(timeoutMessage(planName, waiting.timeoutSeconds, { ...now, jobs }));
        }
        progress(now.readiness.lines.join("; "));
        await new Promise((resolve) => setTimeout(resolve, waiting.interval ?? 1000));
    }
}

/** Why a plan failed, with what its jobs say. */
export async function failure(cluster: PlanReads, planName: string, now: PlanNow): Promise<string> {
    return failureMessage(planName, { ...now, jobs: await jobFindings(cluster, now.status) });
}

/** What the Helm jobs say about releases that are not installed. All jobs, those of agents too, run on the host. */
async function jobFindings(cluster: PlanReads, status: InstallPlanStatus | undefined): Promise<string[]> {
    const findings = unfinishedReleases(status).map(async (release) => {
        try {
            const job = await cluster.get<JobObject>(JOB, release.jobName, status?.targetNamespace);
            return jobFinding(release, job) ?? [];
        } catch (error) {
            if (error instanceof CannotRead) {
                return `${release.who}: the job ${release.jobName} cannot be read: ${error.message}`;
            }
            throw error;
        }
    });
    return (await Promise.all(findings)).flat();
}

/** A cluster that does not answer for a while is waited for too: an upgrade can restart what stands before it. */
async function look(cluster: PlanReads, planName: string): Promise<PlanNow | undefined> {
    try {
        return await planNow(cluster, planName);
    } catch (error) {
        if (!(error instanceof CannotRead)) {
            throw error;
        }
        const reason = `the cluster cannot be read: ${error.message}`;
        return {
            spec: { extension: { name: planName, version: "" }, enabled: true },
            readiness: { phase: "waiting", reason, lines: [reason] },
        };
    }
}

/** Undefined where the clusters may not be read: readiness then takes names as they are. */
async function clustersFor(cluster: PlanReads, spec: InstallPlanSpec): Promise<ClusterState[] | undefined> {
    if (spec.clusterScheduling?.placement === undefined) {
        return undefined;
    }
    try {
        return (await cluster.list<ClusterObject>(CLUSTER)).map(clusterState);
    } catch (error) {
        if (error instanceof CannotRead) {
            return undefined;
        }
        throw error;
    }
}

function reporter(report: (line: string) => void, began: number): (text: string) => void {
    let last = { text: "", at: 0 };
    return (text) => {
        const at = Date.now();
        if (text !== last.text || at - last.at >= REPORT_EVERY) {
            last = { text, at };
            report(`${text} (${Math.round((at - began) / 1000)} s)`);
        }
    };
}
