// SPDX-License-Identifier: Apache-2.0
import type { InstallPlanStatus, Readiness } from "./readiness";

/** Why an InstallPlan failed, and what to do about it. */
export function failureMessage(planName: string, { reason }: Readiness, status?: InstallPlanStatus): string {
    return [
        `InstallPlan "${planName}" failed: ${reason}`,
        ...logCommands(status),
        "Then correct the version, the config or the clusters. KubeSphere does not start the same plan again by itself: " +
            "to have that, set 'retry' or count it up.",
    ].join("\n");
}

/** Why waiting for an InstallPlan ended, and what to do about it. */
export function timeoutMessage(
    planName: string,
    seconds: number,
    { readiness, status }: { readonly readiness: Readiness; readonly status?: InstallPlanStatus },
): string {
    return [
        `InstallPlan "${planName}" was not ready within ${seconds} seconds: ${readiness.reason}`,
        ...readiness.lines.map((line) => `  ${line}`),
        ...logCommands(status),
        `Look at it: kubectl get installplans.kubesphere.io ${planName} -o yaml`,
        "It may still get ready: run the update again to wait on, or raise 'awaitReady.timeoutSeconds'.",
    ].join("\n");
}

/** The jobs run on the host cluster, those of the agents too. */
function logCommands(status: InstallPlanStatus | undefined): string[] {
    const namespace = status?.targetNamespace;
    const releases = [status, ...Object.values(status?.clusterSchedulingStatuses ?? {})];
    const jobs = releases.flatMap((release) =>
        release?.jobName !== undefined && release.state !== "Installed" ? [release.jobName] : [],
    );
    return namespace === undefined
        ? []
        : jobs.map((job) => `See why, on the host cluster: kubectl logs -n ${namespace} job/${job}`);
}
