// SPDX-License-Identifier: Apache-2.0
import { jobFinding, type JobObject, unfinishedReleases } from "../../extension/jobs";
import { type InstallationStatus, type InstallPlanStatus, type Part, partsOf } from "../../extension/readiness";
import type { ClusterObject } from "../../cluster/objects";
import { INSTALL_PLAN, JOB } from "../../kinds";
import { defined } from "../../manifest";
import { type ClusterFacts, listOf } from "../facts";
import type { Said } from "../finding";
import { networkPlan, type PlanObject, refTo } from "../objects";
import { masked } from "../mask";
import { versionsOf } from "../extension";
import { clustersOf } from "./surroundings";

/** Minutes that Helm may take for a release: its own limit is 10 in the values of ks-core, and images come before. */
export const LONGEST_MINUTES = 15;

/** A release of the plan: of the extension on the host, or of an agent. */
export interface Release {
    /** Undefined for the host's. */
    readonly cluster?: string;
    readonly part: Part;
    readonly status: InstallationStatus;
    readonly job?: ClusterObject & JobObject;
    /** What the job says that the status does not. */
    readonly jobSays?: string;
    /** Minutes since the state was entered; undefined if nothing tells. */
    readonly minutes?: number;
}

/** The plan with its releases; undefined if there is no plan. */
export function releasesOf(
    host: ClusterFacts,
): { readonly plan: PlanObject; readonly releases: Release[] } | undefined {
    const plan = networkPlan(host);
    if (plan === undefined) {
        return undefined;
    }
    const { name, version } = plan.spec.extension;
    const clusters = clustersOf(host);
    const parts = partsOf({
        spec: plan.spec,
        ...(plan.status && { status: plan.status }),
        ...(clusters && { clusters }),
        versionExists: versionsOf(host).includes(`${name}-${version}`),
    });
    return { plan, releases: parts.map((part) => releaseOf(host, plan, part)) };
}

function releaseOf(host: ClusterFacts, { status }: PlanObject, part: Part): Release {
    const cluster = /^cluster ([^ :]+)/.exec(part.text)?.[1];
    const own = (cluster === undefined ? status : status?.clusterSchedulingStatuses?.[cluster]) ?? {};
    const job = listOf<ClusterObject & JobObject>(host, JOB).find(({ metadata }) => metadata?.name === own.jobName);
    return {
        part,
        status: own,
        ...defined({
            cluster,
            job,
            jobSays: jobSays(host, status, cluster, job),
            minutes: minutesSince(own.stateHistory?.at(-1)?.lastTransitionTime, host),
        }),
    };
}

function jobSays(
    host: ClusterFacts,
    status: InstallPlanStatus | undefined,
    cluster: string | undefined,
    job: JobObject | undefined,
): string | undefined {
    const name = cluster === undefined ? "host" : `cluster ${cluster}`;
    const unfinished = unfinishedReleases(status).find(({ who }) => who === name);
    return unfinished && host.objects.has(JOB) ? jobFinding(unfinished, job) : undefined;
}

function minutesSince(time: string | undefined, { clocks }: ClusterFacts): number | undefined {
    return time === undefined ? undefined : Math.floor((clocks.server - Date.parse(time)) / 60_000);
}

/** Whether KubeSphere is at it, and looks at no change of the plan meanwhile. */
export function isBusy({ status: { state } }: Release): boolean {
    return state?.endsWith("ing") === true;
}

/** What is said of a release, with the command that shows its part of the status. */
export function saidOfRelease(
    host: ClusterFacts,
    plan: PlanObject,
    { cluster, status: { jobName } }: Release,
    said: Pick<Said, "severity" | "message" | "fix">,
): Said {
    const path = cluster === undefined ? ".status" : `.status.clusterSchedulingStatuses.${cluster}`;
    const log = host.logs.get(jobName ?? "");
    return {
        ...said,
        // Helm tells what went wrong with the values that it was given.
        message: masked(said.message),
        object: refTo(INSTALL_PLAN, plan),
        seen: `get installplan ${plan.metadata?.name ?? ""} -o jsonpath='{${path}}'`,
        ...(log && { log }),
    };
}

/** The sentence that a text is: with a capital, and a full stop. */
export function sentence(text: string): string {
    return `${text.slice(0, 1).toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;
}
