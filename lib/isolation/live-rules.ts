// SPDX-License-Identifier: Apache-2.0
import { ownerOf } from "../cluster/objects";
import { finding, warning } from "../findings";
import { NAMESPACE } from "../kinds";
import { NAMESPACE_LABEL, NETWORK_ISOLATE_ANNOTATION, WORKSPACE_ISOLATE_ANNOTATION, WORKSPACE_LABEL } from "../labels";
import type { Finding, Rule, RuleInfo } from "../rule";
import { IsolationTarget } from "./annotation";
import { firstEgressFindings } from "./first-egress";
import { PolicyDirection } from "./policy";
import {
    holderOfOtherKey,
    isIsolated,
    type LonePolicyInCluster,
    type PolicyObject,
    type ProjectInCluster,
    type ProjectSurroundings,
    type WorkspaceInCluster,
    workspaceOf,
} from "./surroundings";
import { SYSTEM_WORKSPACE, systemFindings } from "./system";

const CONTROLLER = "pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of KubeSphere 3.4";

const EXISTS: RuleInfo = {
    id: "isolation-namespace-exists",
    reason: "A key cannot be written into a namespace, nor a policy, that does not exist.",
    source: "https://kubernetes.io/docs/reference/using-api/server-side-apply",
};

const FIRST_EGRESS: RuleInfo = {
    id: "isolation-first-egress",
    reason: "With the first egress rule everything is forbidden outwards that no rule allows, but DNS in its usual place.",
    source: `shouldAddDNSRule in ${CONTROLLER}`,
};

const OTHER_KEY: RuleInfo = {
    id: "isolation-other-key",
    reason: "A key that the cluster's KubeSphere does not follow isolates nothing.",
    source: "skills/kubesphere-network-extension-operations/references/api_doc.md of KubeSphere",
};

const OFF_DELETES: RuleInfo = {
    id: "isolation-off-deletes-policies",
    reason: "KubeSphere deletes all policies of a namespace that is not isolated, whoever made them.",
    source: `syncNs in ${CONTROLLER}; https://docs.kubesphere.co/v4.2.0/11-use-extensions/11-network/03-network-isolation/04-set-whitelist`,
};

/** What can only be seen of a project on its cluster. */
export const LIVE_PROJECT_RULES: readonly Rule<ProjectInCluster>[] = [
    {
        ...EXISTS,
        reads: ["project", "cluster"],
        check: ({ project, cluster }) => missingFindings(project, cluster),
    },
    {
        id: "isolation-workspace-label",
        reason: "KubeSphere leaves a namespace alone that belongs to no workspace.",
        source: `syncNs in ${CONTROLLER}`,
        reads: ["project", "cluster"],
        check: workspaceLabelFindings,
    },
    {
        id: "isolation-own-label",
        reason: "Where peers are found by this label, pods of a project without it cannot reach each other once it is isolated.",
        source: `generateNSNP in ${CONTROLLER}; the core of KubeSphere 4 no longer writes the label`,
        reads: ["project", "cluster"],
        check: ({ project: { namespace, enabled }, cluster }) =>
            enabled !== false && lacksLabel(cluster.namespaces, namespace)
                ? [
                      warning(
                          finding(
                              "namespace",
                              namespace,
                              `has no label ${NAMESPACE_LABEL}=${namespace}, without which KubeSphere 3.4 keeps even the project's own pods apart, and which 4 does not set. Set it: kubectl label namespace ${namespace} ${NAMESPACE_LABEL}=${namespace}`,
                          ),
                      ),
                  ]
                : [],
    },
    {
        id: "isolation-of-system-workspace",
        reason: "Isolation cuts the cluster off from its own DNS, its gateways, its monitoring or its extensions.",
        source: "config/ks-core/templates/post-patch-system-ns-job.yaml of KubeSphere 4",
        reads: ["project", "cluster"],
        check: ({ project, cluster }) =>
            workspaceOf(cluster.namespaces?.get(project.namespace)) === SYSTEM_WORKSPACE
                ? systemFindings("namespace", project.namespace, project)
                : [],
    },
    { ...OFF_DELETES, reads: ["project", "cluster"], check: projectOffFindings },
    {
        ...FIRST_EGRESS,
        reads: ["project", "cluster"],
        check: ({ project: { egress, enabled }, cluster }) =>
            egress.length > 0 && enabled !== false ? firstEgressFindings("allow", egress.join(", "), cluster) : [],
    },
    {
        ...OTHER_KEY,
        reads: ["project", "cluster"],
        check: ({ project, cluster }) =>
            otherKeyFindings(project.annotationKey, holderOfOtherKey(NAMESPACE.kind, cluster.namespaces)),
    },
];

/** What can only be seen of a single policy's namespace on its cluster. */
export const LIVE_LONE_POLICY_RULES: readonly Rule<LonePolicyInCluster>[] = [
    { ...EXISTS, reads: ["policy", "cluster"], check: ({ policy, cluster }) => missingFindings(policy, cluster) },
    {
        id: "policy-isolated",
        reason: "KubeSphere deletes all policies of a namespace that is not isolated.",
        source: OFF_DELETES.source,
        reads: ["policy", "cluster"],
        check: notIsolatedFindings,
    },
    {
        ...FIRST_EGRESS,
        reads: ["policy", "cluster"],
        check: ({ policy: { policyName, direction, isFirst }, cluster }) =>
            direction === PolicyDirection.Egress && isFirst
                ? firstEgressFindings("policyName", policyName, cluster)
                : [],
    },
];

/** What can only be seen of a workspace on its cluster. */
export const LIVE_WORKSPACE_RULES: readonly Rule<WorkspaceInCluster>[] = [
    { ...OFF_DELETES, reads: ["isolation", "cluster"], check: workspaceOffFindings },
    {
        id: "isolation-workspace-exists",
        reason: "A key cannot be written into a workspace that does not exist.",
        source: "https://kubernetes.io/docs/reference/using-api/server-side-apply",
        reads: ["isolation", "mayComeLater", "cluster"],
        check: missingWorkspaceFindings,
    },
    {
        ...OTHER_KEY,
        reads: ["isolation", "cluster"],
        check: ({ isolation: { annotationKey, target = IsolationTarget.Workspace }, cluster }) =>
            otherKeyFindings(annotationKey, holderOfOtherKey(target, cluster.workspaces)),
    },
];

/** Whether a namespace exists and is not labelled with its own name, by which peers are found. */
export function lacksLabel(namespaces: ProjectSurroundings["namespaces"], name: string): boolean {
    const found = namespaces?.get(name);
    return found !== undefined && found.metadata?.labels?.[NAMESPACE_LABEL] !== name;
}

function missingFindings(
    { namespace, mayComeLater }: { readonly namespace: string; readonly mayComeLater: boolean },
    { namespaces }: ProjectSurroundings,
): Finding[] {
    return namespaces === undefined || namespaces.has(namespace) || mayComeLater
        ? []
        : [
              finding(
                  "namespace",
                  namespace,
                  "must exist, and the cluster has no namespace of that name. Create it first; if this program does, take the name from that resource.",
              ),
          ];
}

function missingWorkspaceFindings({ isolation, mayComeLater, cluster: { workspaces } }: WorkspaceInCluster): Finding[] {
    const { workspace, target = IsolationTarget.Workspace } = isolation;
    return workspaces === undefined || workspaces.has(workspace) || mayComeLater
        ? []
        : [
              finding(
                  "workspace",
                  workspace,
                  `must exist, and the cluster has no ${target} of that name. Create it first; if this program does, take the name from that resource.`,
              ),
          ];
}

function workspaceLabelFindings({ project: { namespace, enabled }, cluster }: ProjectInCluster): Finding[] {
    const live = cluster.namespaces?.get(namespace);
    if (live === undefined || enabled === false) {
        return [];
    }
    const workspace = workspaceOf(live);
    if (workspace === undefined) {
        const what = `has no label ${WORKSPACE_LABEL}: KubeSphere isolates no namespace without a workspace`;
        return [
            warning(finding("namespace", namespace, `${what}, so this does nothing. Add the project to a workspace.`)),
        ];
    }
    return cluster.workspaces === undefined || cluster.workspaces.has(workspace)
        ? []
        : [
              warning(
                  finding(
                      "namespace",
                      namespace,
                      `belongs to the workspace "${workspace}", which does not exist: KubeSphere isolates nothing then. Correct the label ${WORKSPACE_LABEL}.`,
                  ),
              ),
          ];
}

function projectOffFindings({ project, cluster }: ProjectInCluster): Finding[] {
    const { namespace, enabled, annotationKey } = project;
    const live = cluster.namespaces?.get(namespace);
    const policies = cluster.policies ?? [];
    if (enabled !== false || !isIsolated(live, annotationKey) || policies.length === 0) {
        return [];
    }
    const workspace = workspaceOf(live) ?? "";
    const kept = isIsolated(cluster.workspaces?.get(workspace))
        ? ` KubeSphere 4.2 keeps them as long as the workspace "${workspace}" is isolated.`
        : "";
    const what = `makes KubeSphere delete every NamespaceNetworkPolicy of ${namespace}, whoever made it`;
    return [warning(finding("enabled", enabled, `${what}: ${vanishing(policies)}.${kept}`))];
}

function workspaceOffFindings({ isolation, cluster }: WorkspaceInCluster): Finding[] {
    const { workspace, enabled, annotationKey } = isolation;
    const policies = (cluster.policies ?? []).filter(({ metadata }) => {
        const namespace = cluster.namespaces?.get(metadata?.namespace ?? "");
        return workspaceOf(namespace) === workspace && !isIsolated(namespace, annotationKey);
    });
    if (enabled !== false || !isIsolated(cluster.workspaces?.get(workspace), annotationKey) || policies.length === 0) {
        return [];
    }
    const what = "makes KubeSphere delete every NamespaceNetworkPolicy of projects that are not isolated themselves";
    return [warning(finding("enabled", enabled, `${what}: ${vanishing(policies, true)}.`))];
}

/** Every policy with whoever made it: each of them is lost. */
function vanishing(policies: readonly PolicyObject[], withNamespace = false): string {
    return policies
        .map((policy) => {
            const { namespace = "", name = "" } = policy.metadata ?? {};
            return `${withNamespace ? `${namespace}/` : ""}${name} (made by ${ownerOf(policy) ?? "somebody unknown"})`;
        })
        .join(", ");
}

function notIsolatedFindings({ policy: { namespace, isIsolatedHere }, cluster }: LonePolicyInCluster): Finding[] {
    const live = cluster.namespaces?.get(namespace);
    const keys = [NETWORK_ISOLATE_ANNOTATION, WORKSPACE_ISOLATE_ANNOTATION];
    if (live === undefined || isIsolatedHere || keys.some((key) => isIsolated(live, key))) {
        return [];
    }
    const workspace = workspaceOf(live) ?? "";
    const what = isIsolated(cluster.workspaces?.get(workspace))
        ? `is isolated by its workspace "${workspace}" alone: KubeSphere 3 deletes the policy again, 4.2 keeps it`
        : "is isolated neither on the cluster nor by this program: KubeSphere deletes the policy again";
    return [warning(finding("namespace", namespace, `${what}. Isolate it with a ProjectIsolation.`))];
}

function otherKeyFindings(annotationKey: string | undefined, holder: string | undefined): Finding[] {
    const key = "annotationKey";
    return annotationKey !== undefined || holder === undefined
        ? []
        : [
              {
                  property: key,
                  message: `'${key}' is not set, so ${NETWORK_ISOLATE_ANNOTATION} is written; but ${holder} has ${WORKSPACE_ISOLATE_ANNOTATION}. Find out which one the cluster's KubeSphere follows, and set '${key}' to it.`,
                  severity: "warning",
              },
          ];
}
