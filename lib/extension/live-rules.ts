// SPDX-License-Identifier: Apache-2.0
import { coerce, satisfies, valid } from "semver";
import type { ClusterObject } from "../cluster/objects";
import { finding, warning } from "../findings";
import { EXTENSION_REF_LABEL, HOST_CLUSTER_LABEL } from "../labels";
import type { Finding, Rule } from "../rule";
import { type InstallPlanModel, NO_CLUSTER } from "./install-plan";
import { NETWORK_EXTENSION } from "./network-values";
import { type ClusterObject as ClusterStateObject, type ClusterState, clusterState, placedClusters } from "./placement";
import type { InstallPlanStatus } from "./readiness";

/** An extension that another one needs. */
export interface ExternalDependency {
    readonly name: string;
    /** Range of versions. */
    readonly version: string;
    readonly required?: boolean;
}

/** What is read of an ExtensionVersion. */
export interface ExtensionVersionObject extends ClusterObject {
    readonly spec?: {
        readonly version?: string;
        readonly installationMode?: string;
        readonly ksVersion?: string;
        readonly kubeVersion?: string;
        readonly externalDependencies?: readonly ExternalDependency[];
    };
}

/** A cluster of KubeSphere with the versions that it runs. */
export interface VersionedCluster extends ClusterState {
    readonly isHost: boolean;
    readonly kubernetesVersion?: string;
    readonly kubeSphereVersion?: string;
}

/** What an InstallPlan would meet on the host cluster. Each part is undefined if it could not be looked at. */
export interface HostSurroundings {
    /** False if the cluster does not know InstallPlans. */
    readonly isHost: boolean;
    readonly versions?: readonly ExtensionVersionObject[];
    /** Version of the host's API server. */
    readonly kubernetesVersion?: string;
    readonly clusters?: readonly VersionedCluster[];
    /** Status of every InstallPlan, by name. */
    readonly plans?: ReadonlyMap<string, InstallPlanStatus>;
}

/** An InstallPlan among what is there already. */
export interface PlanOnHost {
    readonly plan: InstallPlanModel;
    readonly host: HostSurroundings;
}

/**
 * What can only be seen on the host cluster. KubeSphere's console looks at most of it before it makes an InstallPlan;
 * its controller at none of it, and where a version or a cluster is missing it says nothing at all.
 */
export const LIVE_INSTALL_PLAN_RULES: readonly Rule<PlanOnHost>[] = [
    {
        id: "extension-host",
        reason: "InstallPlans are carried out on KubeSphere's host cluster and nowhere else.",
        source: "config/ks-core/templates/webhook.yaml of KubeSphere",
        reads: ["host"],
        check: ({ host }) =>
            host.isHost
                ? []
                : [
                      {
                          property: "extension",
                          message:
                              "the provider's cluster does not know the kind InstallPlan (kubesphere.io/v1alpha1). Use the provider of KubeSphere's host cluster, or install KubeSphere first.",
                      },
                  ],
    },
    {
        id: "extension-version-exists",
        reason: "KubeSphere ignores a plan for a version that it does not have: no status, no event, no end.",
        source: "Reconcile in pkg/controller/core/installplan_controller.go of KubeSphere",
        reads: ["plan", "host"],
        check: versionFindings,
    },
    {
        id: "extension-version-gone",
        reason: "KubeSphere looks the version up before it deletes a plan; without it the deletion never ends.",
        source: "Reconcile in pkg/controller/core/installplan_controller.go of KubeSphere",
        reads: ["plan", "host"],
        check: goneFindings,
    },
    {
        id: "extension-dependencies",
        reason: "Only KubeSphere's console looks whether what an extension needs is installed.",
        source: "packages/core/src/containers/Extensions/Management of KubeSphere's console",
        reads: ["plan", "host"],
        check: dependencyFindings,
    },
    {
        id: "extension-kubesphere-version",
        reason: "A version that is not made for this KubeSphere may install and then not work.",
        source: "pkg/controller/core/util.go of KubeSphere",
        reads: ["plan", "host"],
        check: (place) =>
            runningVersions(place, "kubeSphereVersion").flatMap(({ who, version }) =>
                fitFindings(place, "ksVersion", `KubeSphere ${version} on ${who}`, version),
            ),
    },
    {
        id: "extension-kubernetes-version",
        reason: "Helm refuses a chart that is not made for this Kubernetes, after the plan was accepted.",
        source: "pkg/controller/core/util.go of KubeSphere",
        reads: ["plan", "host"],
        check: (place) =>
            runningVersions(place, "kubernetesVersion").flatMap(({ who, version }) =>
                fitFindings(place, "kubeVersion", `Kubernetes ${version} on ${who}`, version),
            ),
    },
    {
        id: "extension-host-only",
        reason: "An extension that is made for the host alone has no agent to place.",
        source: "isMultiClusterInstallation in packages/core/src/stores/extension.ts of KubeSphere's console",
        reads: ["plan", "host"],
        check: ({ plan, host }) =>
            modeOf(plan, host) === "HostOnly" && places(plan)
                ? [
                      {
                          property: "placement",
                          message: `'placement' must be left out: ${plan.extension} ${plan.version} is installed on the host only (installationMode HostOnly).`,
                      },
                  ]
                : [],
    },
    {
        id: "extension-without-agents",
        reason: "In most extensions the agent is the backend; without one there is only the console's part.",
        source: "skills/kubesphere-network-extension-operations/references of KubeSphere",
        reads: ["plan", "host"],
        check: ({ plan, host }) =>
            // The network extension is known to be such a one, and told so without a look at the cluster.
            modeOf(plan, host) === "Multicluster" &&
            plan.placement === undefined &&
            plan.extension !== NETWORK_EXTENSION
                ? [
                      {
                          property: "placement",
                          severity: "warning",
                          message: `'placement' is not set, and ${plan.extension} ${plan.version} has agents (installationMode Multicluster): only the host's part is installed. Name the clusters; an empty list says that this is meant.`,
                      },
                  ]
                : [],
    },
    {
        id: "extension-clusters",
        reason: "KubeSphere passes over a cluster that does not exist or is not ready, without a word.",
        source: "syncClusterSchedulingStatus in pkg/controller/core/installplan_controller.go of KubeSphere",
        reads: ["plan", "host"],
        check: clusterFindings,
    },
];

/** What is read of a Cluster object's versions. */
export interface ClusterVersions {
    readonly status?: { readonly kubernetesVersion?: string; readonly kubeSphereVersion?: string };
}

/** A Cluster object as far as extensions depend on it; it also has secrets. */
export function versionedCluster(cluster: ClusterStateObject & ClusterVersions): VersionedCluster {
    const { kubernetesVersion, kubeSphereVersion } = cluster.status ?? {};
    const isHost = cluster.metadata?.labels?.[HOST_CLUSTER_LABEL] !== undefined;
    return { ...clusterState(cluster), kubernetesVersion, kubeSphereVersion, isHost };
}

function versionFindings({ plan, host }: PlanOnHost): Finding[] {
    if (host.versions === undefined || !host.isHost || find(plan, host) || isInstalled(plan, host)) {
        return [];
    }
    const known = versionsOf(plan, host).map(({ spec }) => spec?.version ?? "");
    const what = `is not a version of ${plan.extension} that this KubeSphere has.`;
    const found = finding(
        "version",
        plan.version,
        known.length > 0
            ? `${what} There are ${known.join(", ")}.`
            : `${what} It has none: see kubectl get extensions.kubesphere.io and whether its repository is synchronised.`,
    );
    return [unlessEmpty(host.versions, found)];
}

function goneFindings({ plan, host }: PlanOnHost): Finding[] {
    const { extension, version } = plan;
    const installed = host.plans?.get(extension)?.version;
    const missing =
        host.versions && installed && !versionsOf(plan, host).some(({ spec }) => spec?.version === installed);
    return missing
        ? [
              {
                  property: "version",
                  severity: "warning",
                  message: `'version' (${version}): the ExtensionVersion ${extension}-${installed} of what is installed is gone. A deletion of this extension would never end. Update to a version that is there first, or bring it back with the repository.`,
              },
          ]
        : [];
}

function dependencyFindings({ plan, host }: PlanOnHost): Finding[] {
    const { plans } = host;
    if (plans === undefined) {
        return [];
    }
    return (find(plan, host)?.spec?.externalDependencies ?? []).flatMap(({ name, version, required }) => {
        const { state = "", version: installed = "" } = plans.get(name) ?? {};
        if (state === "Installed" && fits(installed, version)) {
            return [];
        }
        const found = state === "" ? "is not installed" : `is ${state} ${installed}`.trimEnd();
        return [
            {
                property: "extension",
                ...(required === true ? {} : { severity: "warning" as const }),
                message: `'extension' (${plan.extension}) ${plan.version} ${required === true ? "needs" : "works better with"} the extension ${name} ${version}, which ${found}. Install it first.`,
            },
        ];
    });
}

function fitFindings(place: PlanOnHost, field: "ksVersion" | "kubeVersion", what: string, version: string): Finding[] {
    const range = find(place.plan, place.host)?.spec?.[field];
    if (!range || fits(version, range)) {
        return [];
    }
    const { extension, version: wanted } = place.plan;
    const isThere = isInstalled(place.plan, place.host);
    const found = finding(
        "version",
        wanted,
        `of ${extension} is made for ${range}, not for ${what}. Choose another version.`,
    );
    return [isThere ? warning(found) : found];
}

/** Versions that run where the extension goes: on the host, and on every cluster that is placed. */
function runningVersions(
    { plan, host }: PlanOnHost,
    field: "kubernetesVersion" | "kubeSphereVersion",
): { who: string; version: string }[] {
    const clusters = host.clusters ?? [];
    const placed = placedClusters(plan.placement ?? {}, clusters)?.required ?? [];
    const concerned = clusters.filter(({ name, isHost }) => isHost || placed.includes(name));
    const known = concerned.flatMap((cluster) => {
        const version = cluster[field];
        return version ? [{ who: `cluster ${cluster.name}`, version }] : [];
    });
    const ofHost = field === "kubernetesVersion" && !concerned.some(({ isHost }) => isHost) && host.kubernetesVersion;
    return ofHost ? [{ who: "the host", version: ofHost }, ...known] : known;
}

function clusterFindings({ plan, host }: PlanOnHost): Finding[] {
    const { clusters } = host;
    const placed = plan.placement && clusters && placedClusters(plan.placement, clusters);
    if (!placed) {
        return [];
    }
    const there = clusters.map(({ name }) => name).join(", ");
    return [
        ...placed.missing.map((name) =>
            unlessEmpty(
                clusters,
                finding(
                    "placement.clusters",
                    name,
                    `is not a cluster of this KubeSphere. There are ${there || "none"}.`,
                ),
            ),
        ),
        ...[...placed.skipped].map(([name, why]) =>
            warning(
                finding(
                    "placement.clusters",
                    name,
                    `${why}: KubeSphere passes it over until it is. See: kubectl get clusters.cluster.kubesphere.io`,
                ),
            ),
        ),
    ];
}

/** Where there is nothing of a kind at all, KubeSphere may still be on its way: waiting for the plan tells in the end. */
function unlessEmpty(all: readonly unknown[], found: Finding): Finding {
    return all.length === 0 ? warning(found) : found;
}

function versionsOf({ extension }: InstallPlanModel, { versions = [] }: HostSurroundings): ExtensionVersionObject[] {
    return versions.filter(({ metadata }) => metadata?.labels?.[EXTENSION_REF_LABEL] === extension);
}

function find({ extension, version }: InstallPlanModel, { versions }: HostSurroundings) {
    return versions?.find(({ metadata }) => metadata?.name === `${extension}-${version}`);
}

function isInstalled({ extension, version }: InstallPlanModel, { plans }: HostSurroundings): boolean {
    const status = plans?.get(extension);
    return status?.state === "Installed" && status.version === version;
}

function modeOf(plan: InstallPlanModel, host: HostSurroundings): string | undefined {
    const version = find(plan, host);
    return version && (version.spec?.installationMode ?? "HostOnly");
}

function places({ placement }: InstallPlanModel): boolean {
    const { clusters = [], clusterSelector = NO_CLUSTER } = placement ?? {};
    return clusters.length > 0 || clusterSelector !== NO_CLUSTER;
}

/**
 * Whether a version is in a range of KubeSphere's, whose commas join conditions. What vendors add to a version of
 * Kubernetes, as in v1.30.4+k3s1 or v1.30.4-gke.100, does not make it older.
 */
function fits(version: string, range: string): boolean {
    const conditions = range.replaceAll(",", " ");
    return [valid(version, { loose: true }), coerce(version)?.version].some(
        (each) => each && satisfies(each, conditions, { includePrerelease: true, loose: true }),
    );
}
