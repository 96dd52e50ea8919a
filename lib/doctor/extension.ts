// SPDX-License-Identifier: Apache-2.0
import type { ClusterObject } from "../cluster/objects";
import { NETWORK_EXTENSION } from "../extension/network-values";
import { EXTENSION, EXTENSION_VERSION, INSTALL_PLAN } from "../kinds";
import { EXTENSION_REF_LABEL } from "../labels";
import type { Check } from "./check";
import { type ClusterFacts, listOf, serves } from "./facts";
import { networkPlan, refNamed } from "./objects";

const REPOSITORY = "pkg/controller/core/repository_controller.go of KubeSphere";
const LIST_VERSIONS = `get extensionversions.kubesphere.io -l ${EXTENSION_REF_LABEL}=${NETWORK_EXTENSION}`;

/** Whether KubeSphere can install the extension at all. */
export const EXTENSION_CHECKS: readonly Check[] = [
    {
        id: "kubesphere-missing",
        reason: "Extensions are installed on KubeSphere's host cluster and nowhere else.",
        source: "config/ks-core/templates/webhook.yaml of KubeSphere",
        area: "extension",
        of: "host",
        reads: [],
        causes: ["extension-missing", "extension-no-versions", "plan-absent", "api-policies-missing"],
        check: ({ here }) =>
            serves(here, INSTALL_PLAN)
                ? []
                : [
                      {
                          severity: "danger",
                          object: refNamed(INSTALL_PLAN, NETWORK_EXTENSION),
                          message:
                              "The cluster does not know the kind InstallPlan (kubesphere.io/v1alpha1): it is no host cluster of KubeSphere 4.",
                          seen: "api-resources --api-group=kubesphere.io",
                          fix: "Give the context of the host cluster, or install KubeSphere first.",
                      },
                  ],
    },
    {
        id: "extension-missing",
        reason: "KubeSphere installs only what a repository has told it of.",
        source: REPOSITORY,
        area: "extension",
        of: "host",
        reads: [EXTENSION],
        causes: ["extension-no-versions", "plan-absent", "extension-version-exists", "api-policies-missing"],
        check: ({ here }) =>
            listOf<ClusterObject>(here, EXTENSION).some(({ metadata }) => metadata?.name === NETWORK_EXTENSION)
                ? []
                : [
                      {
                          severity: "danger",
                          object: refNamed(EXTENSION, NETWORK_EXTENSION),
                          message: `There is no Extension "${NETWORK_EXTENSION}"${others(here)}.`,
                          seen: "get extensions.kubesphere.io",
                          fix: "See whether the repository of extensions is synchronised: kubectl describe repositories.kubesphere.io",
                      },
                  ],
    },
    {
        id: "extension-no-versions",
        reason: "A plan needs the ExtensionVersion of its version, to install, to upgrade and to be deleted.",
        source: REPOSITORY,
        area: "extension",
        of: "host",
        reads: [EXTENSION_VERSION],
        causes: ["plan-absent", "extension-version-exists"],
        check: ({ here }) =>
            versionsOf(here).length > 0
                ? []
                : [
                      {
                          severity: "danger",
                          object: refNamed(EXTENSION, NETWORK_EXTENSION),
                          message: `KubeSphere has no ExtensionVersion of "${NETWORK_EXTENSION}": its repository is not synchronised.`,
                          seen: LIST_VERSIONS,
                          fix: "See why: kubectl describe repositories.kubesphere.io",
                      },
                  ],
    },
    {
        id: "plan-deletion-stuck",
        reason: "KubeSphere looks the version up before it deletes a plan; without it the deletion never ends.",
        source: "Reconcile in pkg/controller/core/installplan_controller.go of KubeSphere",
        area: "extension",
        of: "host",
        reads: [INSTALL_PLAN, EXTENSION_VERSION],
        causes: ["extension-missing", "extension-no-versions", "extension-version-exists", "extension-version-gone"],
        check: ({ here }) => {
            const plan = networkPlan(here);
            const { name = "", deletionTimestamp } = plan?.metadata ?? {};
            const version = versionName(here);
            return deletionTimestamp === undefined || version === undefined || versionsOf(here).includes(version)
                ? []
                : [
                      {
                          severity: "danger",
                          object: refNamed(INSTALL_PLAN, name),
                          message: `The plan is being deleted since ${deletionTimestamp}, and the ExtensionVersion "${version}" is gone: KubeSphere does nothing without it.`,
                          seen: `get installplan ${name} -o yaml`,
                          fix: `Have the repository bring "${version}" back, or create it as it was; then the deletion goes on by itself. Only if nothing is to be uninstalled, remove the finalizer kubesphere.io/installplan-protection.`,
                      },
                  ];
        },
    },
];

/** Names of the extension's ExtensionVersions. */
export function versionsOf(host: ClusterFacts): string[] {
    return listOf<ClusterObject>(host, EXTENSION_VERSION)
        .filter(({ metadata }) => metadata?.labels?.[EXTENSION_REF_LABEL] === NETWORK_EXTENSION)
        .map(({ metadata }) => metadata?.name ?? "");
}

/** The ExtensionVersion that KubeSphere looks up for the plan. */
function versionName(host: ClusterFacts): string | undefined {
    const extension = networkPlan(host)?.spec.extension;
    return extension && `${extension.name}-${extension.version}`;
}

function others(host: ClusterFacts): string {
    const count = listOf(host, EXTENSION).length;
    return count === 0 ? ", nor any other" : "";
}
