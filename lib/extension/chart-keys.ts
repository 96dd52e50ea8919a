// SPDX-License-Identifier: Apache-2.0
import { lt, parse } from "semver";
import { RETRY_VALUE } from "./install-plan";

/** What the value of a key must be; `kindFindings` says what each means. */
export type ValueKind =
    | "bool"
    | "text"
    | "whole number"
    | "list"
    | "mapping"
    | "quantities"
    | "pull policy"
    | "pool type"
    | "service type"
    | "own tag";

/** Keys of a chart's values, by name: a kind, or the keys below. */
export interface ChartKeys {
    readonly [name: string]: ValueKind | ChartKeys;
}

/** The keys of one version's chart. */
export interface Chart {
    readonly version: string;
    readonly keys: ChartKeys;
    /** Keys that its subcharts had before and may have still: their own values are not public. */
    readonly unpublished: ChartKeys;
}

/** First version whose chart has switches; the charts before have the pools' type and nothing else, under another key. */
export const FIRST_WITH_SWITCHES = "1.2.0";

/**
 * `global` of every extension: what KubeSphere itself sets there, and what the charts share.
 * Source: getOverrides in pkg/controller/core/installplan_controller.go of KubeSphere.
 */
const GLOBAL: ChartKeys = {
    imageRegistry: "text",
    imagePullSecrets: "list",
    nodeSelector: "mapping",
    clusterInfo: "mapping",
    portal: "mapping",
    extension: "mapping",
};

/** Keys beside every chart's own: Helm's tags, which KubeSphere sets, and what a retry adds to an override. */
export const BESIDE: ChartKeys = { tags: "mapping", [RETRY_VALUE]: "whole number" };

const IMAGE: ChartKeys = { registry: "text", repository: "text", tag: "text", pullPolicy: "pull policy" };
const PINNED_IMAGE: ChartKeys = { digest: "text", pullSecrets: "list" };
const RESOURCES: ChartKeys = { limits: "quantities", requests: "quantities", claims: "list" };

/** One workload that runs an image of the extension itself. */
const WORKLOAD: ChartKeys = { image: { ...IMAGE, tag: "own tag" }, resources: RESOURCES };
const REPLICAS: ChartKeys = { replicas: "whole number", service: { type: "service type", port: "whole number" } };

/** What `helm create` gives a chart for its pods. */
const PODS: ChartKeys = {
    nameOverride: "text",
    fullnameOverride: "text",
    podAnnotations: "mapping",
    podSecurityContext: "mapping",
    securityContext: "mapping",
    nodeSelector: "mapping",
    tolerations: "list",
    affinity: "mapping",
};

const WORKLOAD_1_1: ChartKeys = { ...REPLICAS, ...WORKLOAD, image: { ...IMAGE, ...PINNED_IMAGE, tag: "own tag" } };

/**
 * Everything that the templates of 1.1.0 read or its values name. Its frontend is a script without an image.
 * Source: network/values.yaml, network/charts/{frontend,network}/values.yaml and the templates beside them in
 * https://github.com/kubesphere-extensions/ks-extensions/tree/90d78e9
 */
const CHART_1_1: Chart = {
    version: "1.1.0",
    keys: {
        global: { ...GLOBAL, tag: "own tag" },
        frontend: { nameOverride: "text", fullnameOverride: "text", indexJsContent: "text" },
        network: { ...PODS, ippool: { type: "pool type" }, apiserver: WORKLOAD_1_1, controller: WORKLOAD_1_1 },
    },
    unpublished: {},
};

const UNPUBLISHED: ChartKeys = { ...REPLICAS, image: PINNED_IMAGE };

/**
 * The published values of 1.3.0, with those that stand there as comments.
 * Source: skills/kubesphere-network-extension-operations/references/values.yaml in
 * https://github.com/kubesphere/kubesphere
 */
const CHART_1_3: Chart = {
    version: "1.3.0",
    keys: {
        global: {
            ...GLOBAL,
            upgradeConfig: {
                enabled: "bool",
                installCrds: "bool",
                upgradeCrds: "bool",
                mergeValues: "bool",
                failurePolicy: "whole number",
                dynamicOptions: "mapping",
            },
            ippool: { enable: "bool", type: "pool type", webhook: "bool" },
            networkPolicy: { enable: "bool" },
        },
        // The hook runs kubectl, which has versions of its own.
        frontend: { ...WORKLOAD, hook: { image: IMAGE } },
        network: { apiserver: WORKLOAD, controller: WORKLOAD },
    },
    unpublished: {
        frontend: { ...PODS, ...UNPUBLISHED },
        network: { ...PODS, apiserver: UNPUBLISHED, controller: UNPUBLISHED },
    },
};

/** The charts whose values are known. */
export const CHARTS: readonly Chart[] = [CHART_1_1, CHART_1_3];

/** Where they are known from, as the rules name it. */
export const CHARTS_SOURCE =
    "network/values.yaml of kubesphere-extensions/ks-extensions at 90d78e9 (1.1.0); " +
    "skills/kubesphere-network-extension-operations/references/values.yaml of KubeSphere (1.3.0)";

/** What goes wrong with values that do not fit the chart. */
export const CHARTS_REASON =
    "Helm passes unknown keys over without a word, and an image pinned to an old version stays.";

/**
 * Keys that mean the same, of whatever version. Besides the charts' own: what ks-upgrade writes when it moves a
 * KubeSphere 3 to 4, what that KubeSphere 3 had in its ClusterConfiguration, and the spelling of other charts.
 * Source: setExtensionConfig and isEnable in pkg/jobs/network/network.go of https://github.com/kubesphere/ks-upgrade
 */
export const SAME_VALUE: readonly (readonly string[])[] = [
    ["global.ippool.type", "network.ippool.type"],
    ["global.ippool.enable", "global.ippool.enabled"],
    [
        "global.networkPolicy.enable",
        "global.networkPolicy.enabled",
        "global.networkpolicy.enable",
        "global.networkpolicy.enabled",
        "network.networkpolicy.enabled",
    ],
];

/** The chart that a version is checked against, and whether its keys are known to be those of the version itself. */
export function chartOf(version: string): { readonly chart: Chart; readonly isExact: boolean } {
    const chart = lt(version, FIRST_WITH_SWITCHES) ? CHART_1_1 : CHART_1_3;
    const [asked, known] = [parse(version), parse(chart.version)];
    return { chart, isExact: asked?.major === known?.major && asked?.minor === known?.minor };
}
