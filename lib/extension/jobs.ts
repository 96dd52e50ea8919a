// SPDX-License-Identifier: Apache-2.0
import type { InstallationStatus, InstallPlanStatus } from "./readiness";

/** What is read of a Helm Job. */
export interface JobObject {
    readonly status?: {
        readonly completionTime?: string;
        readonly conditions?: readonly {
            readonly type: string;
            readonly status: string;
            readonly reason?: string;
            readonly message?: string;
        }[];
    };
}

/** A release that is not installed, and the job that was to do it. */
export interface UnfinishedRelease {
    /** "host" or `cluster <name>`. */
    readonly who: string;
    readonly status: InstallationStatus;
    readonly jobName: string;
}

/** The releases of a plan whose jobs have something to say. */
export function unfinishedReleases(status: InstallPlanStatus | undefined): UnfinishedRelease[] {
    const agents = Object.entries(status?.clusterSchedulingStatuses ?? {});
    const releases = [["host", status] as const, ...agents.map(([name, agent]) => [`cluster ${name}`, agent] as const)];
    return releases.flatMap(([who, release]) =>
        release?.jobName && release.state !== "Installed" ? [{ who, status: release, jobName: release.jobName }] : [],
    );
}

/** What a release's job says about why the release is not installed; undefined if the job runs or has just ended. */
export function jobFinding(release: UnfinishedRelease, job: JobObject | undefined): string | undefined {
    const { who, jobName, status } = release;
    const isRunning = status.state?.endsWith("ing") === true;
    if (job === undefined) {
        return isRunning
            ? `${who}: the job ${jobName} is gone, and KubeSphere waits for it for ever: somebody deleted it or its namespace. Destroy the extension and install it anew`
            : undefined;
    }
    const failed = job.status?.conditions?.find(({ type, status: is }) => type === "Failed" && is === "True");
    if (failed) {
        return `${who}: the job ${jobName} failed: ${[failed.reason, failed.message].filter(Boolean).join(": ")}`;
    }
    return isRunning ? droppedResult(release, job) : undefined;
}

/**
 * KubeSphere takes a job's result only if its time is not before that of the last state: on nodes whose clocks differ
 * the result of a finished job is dropped for ever. Source: updateState in
 * pkg/controller/core/installplan_controller.go.
 */
function droppedResult({ who, jobName, status }: UnfinishedRelease, job: JobObject): string | undefined {
    const { completionTime } = job.status ?? {};
    const since = status.stateHistory?.at(-1)?.lastTransitionTime;
    return completionTime !== undefined && since !== undefined && Date.parse(completionTime) < Date.parse(since)
        ? `${who}: the job ${jobName} finished at ${completionTime}, before the state ${status.state ?? ""} began at ${since}: the clocks of the nodes differ, and KubeSphere drops the result. Synchronise them (NTP)`
        : undefined;
}
