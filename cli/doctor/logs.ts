// SPDX-License-Identifier: Apache-2.0
import { CannotRead } from "kubesphere-network/components/cluster/cannot-read";
import { pathOf } from "kubesphere-network/components/cluster/reader";
import type { ClusterObject } from "kubesphere-network/lib/cluster/objects";
import type { ClusterFacts } from "kubesphere-network/lib/doctor/facts";
import { masked } from "kubesphere-network/lib/doctor/mask";
import { networkPlan } from "kubesphere-network/lib/doctor/objects";
import { unfinishedReleases } from "kubesphere-network/lib/extension/jobs";
import { POD } from "kubesphere-network/lib/kinds";
import type { LiveCluster } from "../cluster/cluster";

/** Lines of a job's log that are kept. */
const LINES = 12;

/** Adds the last lines of jobs whose releases are not installed, without what looks secret. */
export async function jobLogs(
    cluster: LiveCluster,
    facts: ClusterFacts & { readonly logs: Map<string, readonly string[]> },
): Promise<void> {
    const status = networkPlan(facts)?.status;
    const namespace = status?.targetNamespace;
    for (const { jobName } of namespace === undefined ? [] : unfinishedReleases(status)) {
        const lines = await tailOf(cluster, namespace ?? "", jobName);
        if (lines.length > 0) {
            facts.logs.set(jobName, lines);
        }
    }
}

/** The log of the job's last pod. A job may have lost its pods, and a pod its log. */
async function tailOf(cluster: LiveCluster, namespace: string, job: string): Promise<string[]> {
    try {
        const pods = await cluster.list<ClusterObject>(POD, { namespace, labelSelector: `job-name=${job}` });
        const name = pods.at(-1)?.metadata?.name;
        if (name === undefined) {
            return [];
        }
        const path = `${pathOf(POD, { namespace, name })}/log?tailLines=${LINES}`;
        const { status, body } = await cluster.send({ method: "GET", path });
        return status === 200
            ? body.trimEnd().split("\n").map(masked)
            : [`(not readable with status ${status}: get pods/log in the namespace ${namespace})`];
    } catch (error) {
        if (error instanceof CannotRead) {
            return [];
        }
        throw error;
    }
}
