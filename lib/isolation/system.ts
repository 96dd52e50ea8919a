// SPDX-License-Identifier: Apache-2.0
import { finding } from "../findings";
import type { Finding, Rule } from "../rule";
import type { NamespaceIsolation, WorkspaceIsolationModel } from "./annotation";

/** Workspace of everything that a cluster and KubeSphere itself run on. Source: pkg/constants/constants.go of KubeSphere. */
export const SYSTEM_WORKSPACE = "system-workspace";

/** Namespaces that KubeSphere puts into that workspace. Source: config/ks-core/templates/post-patch-system-ns-job.yaml. */
const SYSTEM_NAMESPACES: readonly string[] = [
    "default",
    "kube-node-lease",
    "kube-public",
    "kube-system",
    "tigera-operator",
];

/** Beginnings of names that KubeSphere, its extensions ("extension-" and their name) and Calico give their namespaces. */
const SYSTEM_PREFIXES: readonly string[] = ["calico-", "extension-", "kubesphere-"];

/** The rule that a namespace of the system, as its name tells, is isolated only on purpose. */
export const systemNamespaceRule: Rule<NamespaceIsolation> = {
    id: "isolation-system-namespace",
    reason: "Isolation cuts the cluster off from its own DNS, its gateways, its monitoring or its extensions.",
    source: "config/ks-core/templates/post-patch-system-ns-job.yaml and pkg/controller/core/installplan_controller.go of KubeSphere 4",
    reads: ["namespace", "enabled", "allowSystem"],
    check: (isolation) =>
        isSystemNamespace(isolation.namespace) ? systemFindings("namespace", isolation.namespace, isolation) : [],
};

/** The rule that the workspace of the system is isolated only on purpose. */
export const systemWorkspaceRule: Rule<WorkspaceIsolationModel> = {
    id: "isolation-system-workspace",
    reason: "Isolation cuts every other workspace off from DNS, gateways, monitoring and extensions.",
    source: "pkg/constants/constants.go of KubeSphere",
    reads: ["workspace", "enabled", "allowSystem"],
    check: (isolation) =>
        isolation.workspace === SYSTEM_WORKSPACE ? systemFindings("workspace", isolation.workspace, isolation) : [],
};

/** Finds fault with switching on the isolation of something that belongs to the system, unless that is allowed. */
export function systemFindings(
    property: string,
    name: string,
    { enabled, allowSystem }: { readonly enabled?: boolean; readonly allowSystem?: boolean },
): Finding[] {
    return enabled === false || allowSystem === true
        ? []
        : [
              finding(
                  property,
                  name,
                  "must not be isolated without intent: it belongs to the system, which others cannot reach then. Set 'allowSystem' to true if that is meant.",
              ),
          ];
}

/** Whether a namespace belongs to the system, as far as its name tells. */
export function isSystemNamespace(name: unknown): boolean {
    return (
        typeof name === "string" &&
        (SYSTEM_NAMESPACES.includes(name) || SYSTEM_PREFIXES.some((prefix) => name.startsWith(prefix)))
    );
}
