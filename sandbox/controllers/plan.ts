// SPDX-License-Identifier: Apache-2.0

import type { KubernetesObject } from "../kubernetes/client";
import type { InstallationStatus } from "./status";

/** Where an extension's agents go. */
export interface Placement {
    clusters?: string[];
    clusterSelector?: LabelSelector;
}

export interface LabelSelector {
    matchLabels?: Record<string, string>;
    matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

export interface ClusterScheduling {
    placement?: Placement;
    overrides?: Record<string, string>;
}

export interface InstallPlanSpec {
    extension: { name: string; version: string };
    enabled: boolean;
    upgradeStrategy?: string;
    config?: string;
    clusterScheduling?: ClusterScheduling;
}

export interface InstallPlanStatus extends InstallationStatus {
    enabled?: boolean;
    clusterSchedulingStatuses?: Record<string, InstallationStatus>;
}

export interface InstallPlan extends KubernetesObject {
    spec: InstallPlanSpec;
    status?: InstallPlanStatus;
}

/**
 * An InstallPlan as KubeSphere's Go types write it back: what is empty is left out, so that `clusters: []` of the
 * user is gone after the controller's first write of the whole object.
 */
export function asWritten(plan: InstallPlan): InstallPlan {
    const { clusterScheduling, config, upgradeStrategy, ...spec } = plan.spec;
    return {
        ...plan,
        spec: {
            ...spec,
            ...(config ? { config } : {}),
            ...(upgradeStrategy ? { upgradeStrategy } : {}),
            ...(clusterScheduling ? { clusterScheduling: schedulingAsWritten(clusterScheduling) } : {}),
        },
        status: statusAsWritten(plan.status ?? {}),
    };
}

function schedulingAsWritten({ placement, overrides }: ClusterScheduling): ClusterScheduling {
    const { clusters = [], clusterSelector } = placement ?? {};
    return {
        ...(overrides && Object.keys(overrides).length > 0 ? { overrides } : {}),
        ...(placement
            ? {
                  placement: {
                      ...(clusters.length > 0 ? { clusters } : {}),
                      ...(clusterSelector ? { clusterSelector } : {}),
                  },
              }
            : {}),
    };
}

/** A status without what is empty; an agent without any status of its own stays as an empty object. */
export function statusAsWritten(status: InstallPlanStatus): InstallPlanStatus {
    const { clusterSchedulingStatuses = {}, enabled, ...host } = status;
    return {
        ...host,
        ...(enabled ? { enabled } : {}),
        ...(Object.keys(clusterSchedulingStatuses).length > 0 ? { clusterSchedulingStatuses } : {}),
    };
}
