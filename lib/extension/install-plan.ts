// SPDX-License-Identifier: Apache-2.0
import { INSTALL_PLAN } from "../kinds";
import type { LabelSelector } from "../label-selector";
import { canonicalYaml, trimConfig } from "./config";

/** Values of a Helm chart: a YAML mapping as an object. */
export type ChartValues = Readonly<Record<string, unknown>>;

/** The clusters that get an extension's agent. */
export interface Placement {
    readonly clusters?: readonly string[];
    readonly clusterSelector?: LabelSelector;
}

/** What an InstallPlan is made from. */
export interface InstallPlanModel {
    readonly extension: string;
    readonly version: string;
    readonly enabled?: boolean;
    readonly config?: ChartValues;
    readonly configYaml?: string;
    readonly placement?: Placement;
    readonly overrides?: Readonly<Record<string, ChartValues>>;
    readonly retry?: number;
}

/** `spec` of an InstallPlan, as far as this project writes or reads it. */
export interface InstallPlanSpec {
    readonly extension: { readonly name: string; readonly version: string };
    readonly enabled: boolean;
    readonly upgradeStrategy?: string;
    readonly config?: string;
    readonly clusterScheduling?: ClusterScheduling;
}

/** `spec.clusterScheduling` of an InstallPlan. */
export interface ClusterScheduling {
    readonly placement?: Placement;
    readonly overrides?: Readonly<Record<string, string>>;
}

/**
 * Value that a retry adds where a comment would not survive: KubeSphere parses an override, merges it into the config
 * and writes the result anew. No chart reads it.
 */
export const RETRY_VALUE = "installPlanRetry";

/**
 * The selector of no cluster at all. An empty list of clusters says the same but cannot be written: when server-side
 * apply takes the last item out of a list, it removes the list and `clusterScheduling` around it, and without that
 * KubeSphere leaves the agents where they are.
 */
export const NO_CLUSTER: LabelSelector = {
    matchExpressions: [
        { key: "kubesphere.io/none", operator: "Exists" },
        { key: "kubesphere.io/none", operator: "DoesNotExist" },
    ],
};

/**
 * The config text of an InstallPlan; undefined if there is none. KubeSphere starts a failed plan again only when the
 * text's hash changes, so a retry is a comment in its last line: another text of the same meaning.
 */
export function configText(model: Pick<InstallPlanModel, "config" | "configYaml" | "retry">): string | undefined {
    const text = model.configYaml ?? canonicalYaml(model.config ?? {});
    const ended = text === "" || text.endsWith("\n") ? text : `${text}\n`;
    const whole = model.retry ? `${ended}# retry: ${model.retry}\n` : text;
    return whole.trim() === "" ? undefined : trimConfig(whole);
}

/**
 * Where the agents go; undefined if nothing is said about it. `placement` is always there: KubeSphere's controller
 * reads it without looking whether it exists (syncClusterSchedulingStatus, installplan_controller.go).
 */
export function clusterScheduling(
    model: Pick<InstallPlanModel, "placement" | "overrides" | "retry">,
): ClusterScheduling | undefined {
    if (model.placement === undefined) {
        return undefined;
    }
    const retry = model.retry ? { [RETRY_VALUE]: model.retry } : {};
    const overrides = Object.entries(model.overrides ?? {}).map(
        ([cluster, values]) => [cluster, canonicalYaml({ ...values, ...retry })] as const,
    );
    const { clusters = [], clusterSelector = NO_CLUSTER } = model.placement;
    return {
        placement: clusters.length > 0 ? { clusters } : { clusterSelector },
        ...(overrides.length > 0 && { overrides: Object.fromEntries(overrides) }),
    };
}

/**
 * The InstallPlan of an extension. It has the extension's name, because KubeSphere finds jobs, releases and the
 * Extension by it. `upgradeStrategy` is the API's default, written out; no code of KubeSphere reads it.
 */
export function installPlanManifest(model: InstallPlanModel): {
    apiVersion: string;
    kind: string;
    metadata: { name: string };
    spec: InstallPlanSpec;
} {
    const config = configText(model);
    const scheduling = clusterScheduling(model);
    return {
        apiVersion: INSTALL_PLAN.apiVersion,
        kind: INSTALL_PLAN.kind,
        metadata: { name: model.extension },
        spec: {
            extension: { name: model.extension, version: model.version },
            enabled: model.enabled ?? true,
            upgradeStrategy: "Manual",
            ...(config !== undefined && { config }),
            ...(scheduling !== undefined && { clusterScheduling: scheduling }),
        },
    };
}
