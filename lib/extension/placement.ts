// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { matches } from "../label-selector";
import { NO_CLUSTER, type Placement } from "./install-plan";

/** A Cluster object, as far as it decides whether an agent is installed there. */
export interface ClusterState {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    /** Why KubeSphere passes it over, e.g. "is not ready"; undefined if it does not. */
    readonly unschedulable?: string;
}

/** What a placement means on the clusters there are. */
export interface PlacedClusters {
    /** Clusters whose agents are waited for. */
    readonly required: readonly string[];
    /** Clusters that KubeSphere passes over without a word: name to reason. */
    readonly skipped: ReadonlyMap<string, string>;
    /** Named clusters that do not exist. */
    readonly missing: readonly string[];
}

/**
 * The clusters of a placement, as KubeSphere's controller chooses them: names beat the selector, an empty selector
 * matches every cluster, clusters that are not schedulable are passed over. Undefined if a selector cannot be
 * resolved because the clusters are not known; names then count as they are.
 * Source: syncClusterSchedulingStatus in pkg/controller/core/installplan_controller.go.
 */
export function placedClusters(
    placement: Placement,
    clusters: readonly ClusterState[] | undefined,
): PlacedClusters | undefined {
    const names = placement.clusters ?? [];
    if (names.length === 0 && isDeepStrictEqual(placement.clusterSelector ?? NO_CLUSTER, NO_CLUSTER)) {
        return { required: [], skipped: new Map(), missing: [] };
    }
    if (clusters === undefined) {
        return names.length > 0 ? { required: names, skipped: new Map(), missing: [] } : undefined;
    }
    const selector = placement.clusterSelector ?? {};
    const chosen = clusters.filter(({ name, labels }) =>
        names.length > 0 ? names.includes(name) : matches(selector, labels),
    );
    return {
        required: chosen.filter(({ unschedulable }) => unschedulable === undefined).map(({ name }) => name),
        skipped: new Map(
            chosen.flatMap(({ name, unschedulable }) => (unschedulable === undefined ? [] : [[name, unschedulable]])),
        ),
        missing: names.filter((name) => !clusters.some((cluster) => cluster.name === name)),
    };
}

/** The part of a Cluster object that is read. */
export interface ClusterObject {
    readonly metadata?: {
        readonly name?: string;
        readonly labels?: Readonly<Record<string, string>>;
        readonly deletionTimestamp?: unknown;
    };
    readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Source: IsClusterSchedulable in pkg/controller/cluster/utils/utils.go of KubeSphere. */
export function clusterState({ metadata, status }: ClusterObject): ClusterState {
    const conditions = status?.conditions ?? [];
    const is = (type: string, value: string): boolean =>
        conditions.some((condition) => condition.type === type && condition.status === value);
    const unschedulable = metadata?.deletionTimestamp
        ? "is being deleted"
        : !is("Ready", "True")
          ? "is not ready"
          : is("Schedulable", "False")
            ? "is not schedulable"
            : undefined;
    return { name: metadata?.name ?? "", labels: metadata?.labels ?? {}, ...(unschedulable && { unschedulable }) };
}
