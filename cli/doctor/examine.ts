// SPDX-License-Identifier: Apache-2.0
import { diagnose } from "kubesphere-network/lib/doctor/diagnose";
import type { ClusterFacts } from "kubesphere-network/lib/doctor/facts";
import type { Area, Diagnosis } from "kubesphere-network/lib/doctor/finding";
import type { ClusterObject } from "kubesphere-network/lib/cluster/objects";
import { CLUSTER } from "kubesphere-network/lib/kinds";
import { HOST_CLUSTER_LABEL } from "kubesphere-network/lib/labels";
import { liveCluster, type LiveOptions } from "../cluster/cluster";
import { contextsOf } from "../cluster/contexts";
import { Denied } from "../cluster/denied";
import { progressLine } from "../text/progress";
import { readFacts } from "./read";
import { REQUIRED } from "./wanted";

/** What the doctor is to look at. */
export interface ExamineOptions extends LiveOptions {
    /** Members as "NAME=CONTEXT". */
    readonly member?: readonly string[];
    readonly areas?: readonly Area[];
}

/** What was found, and on which clusters. */
export interface Examined {
    readonly diagnosis: Diagnosis;
    /** Names of the clusters that were read, the host first. */
    readonly clusters: readonly string[];
}

const HOST = "host";

/** Reads every cluster, says meanwhile on one line of a terminal how far it is, and looks for what is wrong. */
export async function examine(options: ExamineOptions): Promise<Examined> {
    const members = contextsOf("--member", options.member);
    const line = progressLine();
    try {
        const read = async (name: string, live: LiveOptions, host?: ClusterFacts): Promise<ClusterFacts> =>
            readFacts(
                { name, cluster: await liveCluster(live), kubectl: kubectlFor(live), ...(host && { host }) },
                (kind, count) => {
                    line.show(`${name}: reading ${kind}${count > 0 ? `: ${count}` : ""}`);
                },
            );
        const host = named(await read(HOST, options));
        assertAllowed(host);
        const facts: ClusterFacts[] = [];
        for (const [name, context] of members) {
            facts.push(await read(name, { kubeconfig: options.kubeconfig, context }, host));
        }
        return {
            diagnosis: diagnose({ host, members: facts }, options.areas),
            clusters: [host.name, ...members.keys()],
        };
    } finally {
        line.clear();
    }
}

function kubectlFor({ context, kubeconfig }: LiveOptions): string {
    const flags = [
        ...(kubeconfig === undefined ? [] : [`--kubeconfig ${kubeconfig}`]),
        ...(context === undefined ? [] : [`--context ${context}`]),
    ];
    return ["kubectl", ...flags].join(" ");
}

/** The host under the name that its own Cluster object has. */
function named(facts: ClusterFacts): ClusterFacts {
    const clusters = (facts.objects.get(CLUSTER) ?? []) as readonly ClusterObject[];
    const own = clusters.find(({ metadata }) => metadata?.labels?.[HOST_CLUSTER_LABEL] !== undefined);
    return { ...facts, name: own?.metadata?.name ?? HOST };
}

/** Without these there is nothing to look at; what else may not be read is listed as not checked. */
function assertAllowed({ unread }: ClusterFacts): void {
    const rights = REQUIRED.flatMap((kind) => unread.get(kind)?.right ?? []);
    if (rights.length > 0) {
        throw new Denied(rights);
    }
}
