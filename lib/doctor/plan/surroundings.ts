// SPDX-License-Identifier: Apache-2.0
import type { InstallPlanModel } from "../../extension/install-plan";
import {
    type ClusterVersions,
    type ExtensionVersionObject,
    LIVE_INSTALL_PLAN_RULES,
    type PlanOnHost,
    type VersionedCluster,
} from "../../extension/live-rules";
import { type ClusterObject, clusterState } from "../../extension/placement";
import { CLUSTER, EXTENSION_VERSION, INSTALL_PLAN, type Kind } from "../../kinds";
import { HOST_CLUSTER_LABEL } from "../../labels";
import type { Severity } from "../../report/report";
import { problemsOf } from "../../rule";
import { type Check, infoOf, saidOf } from "../check";
import { type ClusterFacts, listOf } from "../facts";
import type { Area } from "../finding";
import { networkPlan, type PlanObject, refTo } from "../objects";

/** Where the library's names for what a plan is made from stand in it. */
export const PLAN_PATHS = [
    ["extension'", "spec.extension.name'"],
    ["version'", "spec.extension.version'"],
    ["placement", "spec.clusterScheduling.placement"],
    ["configYaml", "spec.config"],
    ["overrides", "spec.clusterScheduling.overrides"],
] as const;

/** How bad it is that a plan that is there breaks a rule of the library. */
const SEVERITIES: Readonly<Record<string, Readonly<Record<"error" | "warning", Severity>>>> = {
    "extension-version-exists": { error: "danger", warning: "danger" },
    "extension-clusters": { error: "danger", warning: "warning" },
    "extension-version-gone": { error: "warning", warning: "warning" },
    "extension-dependencies": { error: "warning", warning: "notice" },
};

/** A plan whose version is not there is not looked at any more. */
const CAUSES: Readonly<Record<string, readonly string[]>> = {
    "extension-version-exists": ["plan-not-begun", "plan-behind", "agent-not-begun", "agent-behind"],
};

const INSTALLED = { error: "warning", warning: "warning" } as const;

/** What the library asks of a plan before it is written; what can also be seen without it is not asked here. */
const ASKED: readonly (readonly [id: string, area: Area, reads: readonly Kind[]])[] = [
    ["extension-version-exists", "plan", [EXTENSION_VERSION]],
    ["extension-version-gone", "plan", [EXTENSION_VERSION]],
    ["extension-dependencies", "plan", [EXTENSION_VERSION]],
    ["extension-kubesphere-version", "plan", [EXTENSION_VERSION, CLUSTER]],
    ["extension-kubernetes-version", "plan", [EXTENSION_VERSION, CLUSTER]],
    ["extension-host-only", "plan", [EXTENSION_VERSION]],
    ["extension-clusters", "agents", [CLUSTER]],
];

/** The library's rules for a plan among what is on the host, asked about the plan that is there. */
export function libraryChecks(area: Area): Check[] {
    return ASKED.filter(([, of]) => of === area).flatMap(([id, , reads]) =>
        LIVE_INSTALL_PLAN_RULES.filter((rule) => rule.id === id).map((rule): Check => ({
            ...infoOf(rule),
            area,
            of: "host",
            reads: [INSTALL_PLAN, ...reads],
            causes: CAUSES[id] ?? [],
            check: ({ here }) => {
                const plan = networkPlan(here);
                return plan === undefined
                    ? []
                    : problemsOf([rule], { plan: modelOf(plan), host: hostOf(here) }).map((problem) => ({
                          ...saidOf(problem, {
                              severity: SEVERITIES[id] ?? INSTALLED,
                              paths: PLAN_PATHS,
                              fix: "Correct the plan.",
                          }),
                          object: refTo(INSTALL_PLAN, plan),
                          seen: seenIn(area, plan),
                      }));
            },
        })),
    );
}

/** The plan as the library's rules take it. */
export function modelOf({ spec }: PlanObject): InstallPlanModel {
    const { extension, enabled, config, clusterScheduling } = spec;
    return {
        extension: extension.name,
        version: extension.version,
        enabled,
        ...(config !== undefined && { configYaml: config }),
        ...(clusterScheduling?.placement && { placement: clusterScheduling.placement }),
    };
}

/** The clusters that KubeSphere knows; undefined if they were not read. */
export function clustersOf(host: ClusterFacts): VersionedCluster[] | undefined {
    return host.objects.has(CLUSTER)
        ? listOf<ClusterObject & ClusterVersions>(host, CLUSTER).map((cluster) => ({
              ...clusterState(cluster),
              ...cluster.status,
              isHost: cluster.metadata?.labels?.[HOST_CLUSTER_LABEL] !== undefined,
          }))
        : undefined;
}

function hostOf(host: ClusterFacts): PlanOnHost["host"] {
    const plans = listOf<PlanObject>(host, INSTALL_PLAN);
    return {
        isHost: true,
        ...(host.objects.has(EXTENSION_VERSION) && {
            versions: listOf<ExtensionVersionObject>(host, EXTENSION_VERSION),
        }),
        clusters: clustersOf(host),
        plans: new Map(plans.map(({ metadata, status }) => [metadata?.name ?? "", status ?? {}])),
    };
}

function seenIn(area: Area, { metadata }: PlanObject): string {
    return area === "agents"
        ? "get clusters.cluster.kubesphere.io"
        : `get installplan ${metadata?.name ?? ""} -o jsonpath='{.spec}'`;
}
