// SPDX-License-Identifier: Apache-2.0
import { load } from "js-yaml";
import { agentConfig } from "./config";
import { type ChartValues, clusterScheduling, configText, type InstallPlanModel } from "./install-plan";
import { type ClusterState, placedClusters } from "./placement";

/**
 * The values that each placed cluster's agent gets: the config with the cluster's override merged over it, as KubeSphere
 * merges them. Of a placement by labels only those clusters that are known. What KubeSphere adds by itself (the name and
 * the role of the cluster) is not in it. Source: clusterConfig in pkg/controller/core/util.go of KubeSphere.
 */
export function effectiveConfig(
    model: Pick<InstallPlanModel, "config" | "configYaml" | "placement" | "overrides" | "retry">,
    clusters?: readonly ClusterState[],
): Record<string, ChartValues> {
    const { placement, overrides = {} } = clusterScheduling(model) ?? {};
    const placed = placement && placedClusters(placement, clusters);
    const names = [...(placed?.required ?? []), ...(placed?.skipped.keys() ?? []), ...(placed?.missing ?? [])];
    const config = configText(model) ?? "";
    return Object.fromEntries(names.sort().map((name) => [name, values(agentConfig(config, overrides[name]))]));
}

function values(text: string): ChartValues {
    return (load(text) ?? {}) as ChartValues;
}
