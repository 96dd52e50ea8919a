// SPDX-License-Identifier: Apache-2.0
import { unfinishedReleases } from "./jobs";
import type { InstallPlanStatus, Readiness } from "./readiness";

/** How a plan stands: what its status says, and what the jobs say that its status does not. */
export interface Standing {
    readonly readiness: Readiness;
    readonly status?: InstallPlanStatus;
    /** From jobFinding. */
    readonly jobs?: readonly string[];
}

/** Why an InstallPlan failed, and what to do about it. */
export function failureMessage(planName: string, { readiness, status, jobs = [] }: Standing): string {
    return [
        `InstallPlan "${planName}" failed: ${readiness.reason}`,
        ...jobs.map((line) => `  ${line}`),
        ...logCommands(status),
        "Then correct the version, the config or the clusters. KubeSphere does not start the same plan again by itself: " +
            "to have that, set 'retry' or count it up.",
    ].join("\n");
}

/** Why waiting for an InstallPlan ended, and what to do about it. */
export function timeoutMessage(planName: string, seconds: number, { readiness, status, jobs = [] }: Standing): string {
    return [
        `InstallPlan "${planName}" was not ready within ${seconds} seconds: ${readiness.reason}`,
        ...[...readiness.lines, ...jobs].filter((line) => line !== readiness.reason).map((line) => `  ${line}`),
        ...logCommands(status),
        `Look at it: kubectl get installplans.kubesphere.io ${planName} -o yaml`,
        "It may still get ready: run the update again to wait on, or raise 'awaitReady.timeoutSeconds'.",
    ].join("\n");
}

/** The jobs run on the host cluster, those of the agents too. */
function logCommands(status: InstallPlanStatus | undefined): string[] {
    const namespace = status?.targetNamespace;
    return namespace === undefined
        ? []
        : unfinishedReleases(status).map(
              ({ jobName }) => `See why, on the host cluster: kubectl logs -n ${namespace} job/${jobName}`,
          );
}
