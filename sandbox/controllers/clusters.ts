// SPDX-License-Identifier: Apache-2.0

import { CLUSTER } from "kubesphere-network/lib/kinds";
import type { KubernetesClient, KubernetesObject } from "../kubernetes/client";
import { HOST_CLUSTER_LABEL } from "kubesphere-network/lib/labels";
import type { InstallPlan, LabelSelector, Placement } from "./plan";

function condition(cluster: KubernetesObject, type: string): string | undefined {
    const { conditions = [] } = (cluster.status ?? {}) as { conditions?: { type: string; status: string }[] };
    return conditions.find((candidate) => candidate.type === type)?.status;
}

/** Whether agents may be put on a cluster: it is ready, not being removed and not closed to them. */
export function isSchedulable(cluster: KubernetesObject): boolean {
    return (
        cluster.metadata.deletionTimestamp === undefined &&
        condition(cluster, "Ready") === "True" &&
        condition(cluster, "Schedulable") !== "False"
    );
}

/** The name of a member cluster; undefined for the host, which is the API server itself. */
export function memberOf(cluster: KubernetesObject): string | undefined {
    const host = HOST_CLUSTER_LABEL in (cluster.metadata.labels ?? {});
    return host ? undefined : cluster.metadata.name;
}

/** A LabelSelector in the form of a query; the empty one selects everything. */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
    const equalities = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
    const expressions = matchExpressions.map(({ key, operator, values = [] }) => {
        switch (operator) {
            case "Exists":
                return key;
            case "DoesNotExist":
                return `!${key}`;
            default:
                return `${key} ${operator.toLowerCase()} (${values.join(",")})`;
        }
    });
    return [...equalities, ...expressions].join(",");
}

/** The clusters that a placement means, those that do not exist left out: names beat the selector. */
export async function placed(client: KubernetesClient, placement: Placement): Promise<KubernetesObject[]> {
    const { clusters = [], clusterSelector } = placement;
    if (clusters.length > 0) {
        const found = await Promise.all(clusters.map((name) => client.get({ kind: CLUSTER, name })));
        return found.filter((cluster) => cluster !== undefined);
    }
    if (clusterSelector === undefined) {
        return [];
    }
    return (await client.list(CLUSTER, { labelSelector: selectorText(clusterSelector) })).items;
}

/** Whether a plan may have to do with a cluster, so that it is reconciled when the cluster becomes usable. */
export function concerns(plan: InstallPlan, cluster: string): boolean {
    const placement = plan.spec.clusterScheduling?.placement;
    return placement?.clusterSelector !== undefined || (placement?.clusters ?? []).includes(cluster);
}
