// SPDX-License-Identifier: Apache-2.0
import { byName, type ClusterObject } from "../../cluster/objects";
import { isIsolated, type WorkspaceObject, workspaceOf } from "../../isolation/surroundings";
import { SYSTEM_WORKSPACE } from "../../isolation/system";
import { NAMESPACE, WORKSPACE } from "../../kinds";
import { WORKSPACE_LABEL } from "../../labels";
import { PROJECT_RULES } from "../../report/rules/isolation-rules";
import { problemsOf } from "../../rule";
import { type Check, infoOf, saidOf } from "../check";
import { listOf } from "../facts";
import { refTo } from "../objects";

const CONTROLLER = "pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of KubeSphere 3.4";

/** Projects whose isolation does nothing, or too much, for want of a label. */
export const PROJECT_CHECKS: readonly Check[] = [
    ...PROJECT_RULES.map((rule): Check => ({
        ...infoOf(rule),
        area: "isolation",
        of: "each",
        reads: [NAMESPACE, WORKSPACE],
        check: ({ here }) => {
            const all = listOf<ClusterObject>(here, NAMESPACE);
            const cluster = {
                namespaces: byName(all),
                workspaces: byName(listOf<WorkspaceObject>(here, WORKSPACE)),
            };
            return all
                .filter((namespace) => isIsolated(namespace))
                .flatMap((namespace) => {
                    const name = namespace.metadata?.name ?? "";
                    const project = { namespace: name, enabled: true, egress: [], mayComeLater: false };
                    return problemsOf([rule], { project, cluster }).map((problem) => ({
                        ...saidOf(
                            { ...problem, message: problem.message.replace(`'namespace' (${name})`, "It") },
                            {
                                severity: { error: "warning", warning: "warning" },
                                fix: "Add the label.",
                            },
                        ),
                        object: refTo(NAMESPACE, namespace),
                        seen: `get namespace ${name} -o jsonpath='{.metadata.labels}'`,
                    }));
                });
        },
    })),
    {
        id: "isolation-workspace-missing",
        reason: "KubeSphere leaves a namespace alone whose workspace does not exist, and isolates nothing there.",
        source: `syncNs in ${CONTROLLER}`,
        area: "isolation",
        of: "each",
        reads: [NAMESPACE, WORKSPACE],
        check: ({ here }) => {
            const workspaces = byName(listOf<WorkspaceObject>(here, WORKSPACE));
            return listOf<ClusterObject>(here, NAMESPACE).flatMap((namespace) => {
                const workspace = workspaceOf(namespace);
                // Of one that is isolated itself the rule before tells; what is of the system is never isolated.
                return workspace === undefined ||
                    workspace === SYSTEM_WORKSPACE ||
                    workspaces.has(workspace) ||
                    isIsolated(namespace)
                    ? []
                    : [
                          {
                              severity: "notice",
                              object: refTo(NAMESPACE, namespace),
                              message: `It belongs to the workspace "${workspace}", which does not exist on this cluster.`,
                              seen: `get workspace ${workspace}`,
                              fix: `Place the workspace on the cluster, or correct the label ${WORKSPACE_LABEL}.`,
                          },
                      ];
            });
        },
    },
];
