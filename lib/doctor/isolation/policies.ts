// SPDX-License-Identifier: Apache-2.0
import { byName, type ClusterObject, ownerOf } from "../../cluster/objects";
import { LIVE_POLICY_RULES } from "../../isolation/live-peer-rules";
import { LIVE_LONE_POLICY_RULES } from "../../isolation/live-rules";
import { MADE_PREFIX, policyNameFindings } from "../../isolation/rules";
import { isIsolated, type PolicyObject, type WorkspaceObject, workspaceOf } from "../../isolation/surroundings";
import { type Kind, NAMESPACE, NAMESPACE_NETWORK_POLICY, NETWORK_POLICY, SERVICE, WORKSPACE } from "../../kinds";
import { peerFindings } from "../../report/isolation/peers";
import { Objects } from "../../report/objects";
import { RESERVED_NAME_RULE } from "../../report/rules/isolation-rules";
import { problemsOf } from "../../rule";
import { type Check, infoOf, saidOf } from "../check";
import { type ClusterFacts, listOf } from "../facts";
import { refTo } from "../objects";

/** Name of the NetworkPolicy by which KubeSphere isolates a namespace. */
const ISOLATE = `${MADE_PREFIX}network-isolate`;

/** Policies that vanish, that overwrite each other, or whose peers nobody finds. */
export const POLICY_CHECKS: readonly Check[] = [
    ...LIVE_LONE_POLICY_RULES.filter(({ id }) => id === "policy-isolated").map((rule): Check => ({
        ...infoOf(rule),
        area: "isolation",
        of: "each",
        reads: [NAMESPACE_NETWORK_POLICY, NAMESPACE, WORKSPACE],
        check: ({ here }) => {
            const cluster = {
                namespaces: byName(listOf<ClusterObject>(here, NAMESPACE)),
                workspaces: byName(listOf<WorkspaceObject>(here, WORKSPACE)),
            };
            return listOf<PolicyObject>(here, NAMESPACE_NETWORK_POLICY).flatMap((policy) => {
                const { name = "", namespace = "" } = policy.metadata ?? {};
                const own = cluster.namespaces.get(namespace);
                const workspace = cluster.workspaces.get(workspaceOf(own) ?? "");
                const lone = { policyName: name, namespace, direction: "", ...NOT_IN_A_PROGRAM };
                return problemsOf([rule], { policy: lone, cluster }).map((problem) => {
                    const severity = isIsolated(workspace) ? "warning" : "danger";
                    const said = saidOf(problem, {
                        severity: { error: severity, warning: severity },
                        fix: "Isolate the project.",
                    });
                    return {
                        ...said,
                        object: refTo(NAMESPACE_NETWORK_POLICY, policy),
                        message: said.message
                            .replace(/^'namespace' \((.*?)\)/, 'Its namespace "$1"')
                            .replace("is isolated neither on the cluster nor by this program", "is not isolated"),
                        seen: `get namespace ${namespace} -o jsonpath='{.metadata.annotations}'`,
                        fix: `${said.fix} If the policies are to be kept meanwhile: kubectl get namespacenetworkpolicies -n ${namespace} -o yaml`,
                    };
                });
            });
        },
    })),
    {
        ...RESERVED_NAME_RULE,
        area: "isolation",
        of: "each",
        reads: [NAMESPACE_NETWORK_POLICY, NETWORK_POLICY],
        check: ({ here }) => [
            ...listOf<PolicyObject>(here, NAMESPACE_NETWORK_POLICY).flatMap((policy) =>
                policyNameFindings("metadata.name", policy.metadata?.name).map((finding) => ({
                    ...saidOf(
                        { rule: RESERVED_NAME_RULE.id, ...finding },
                        { severity: { error: "danger", warning: "warning" }, fix: "Choose another name." },
                    ),
                    object: refTo(NAMESPACE_NETWORK_POLICY, policy),
                    seen: seenOf(NAMESPACE_NETWORK_POLICY, policy),
                })),
            ),
            ...foreign(here).map((policy) => ({
                severity: "danger" as const,
                object: refTo(NETWORK_POLICY, policy),
                message: `Its name begins with ${MADE_PREFIX}, and no NamespaceNetworkPolicy stands behind it${maker(policy)}: KubeSphere deletes it.`,
                seen: seenOf(NETWORK_POLICY, policy),
                fix: "Give it another name.",
            })),
        ],
    },
    ...LIVE_POLICY_RULES.map((rule): Check => ({
        ...infoOf(rule),
        area: "isolation",
        of: "each",
        reads: [NAMESPACE_NETWORK_POLICY, NAMESPACE, SERVICE],
        check: ({ here }) =>
            peerFindings({ before: new Objects(), after: peerObjects(here), isWhole: true })
                .filter((found) => found.rule === rule.id)
                .map(({ severity, object, message, wayOut }) => ({
                    severity,
                    object,
                    message,
                    seen: `get namespacenetworkpolicy ${object.name} -n ${object.namespace ?? ""} -o jsonpath='{.spec}'`,
                    fix: wayOut ?? "Correct the policy.",
                })),
    })),
];

/** A policy that is on the cluster: nothing of a program goes with it. */
const NOT_IN_A_PROGRAM = { mayComeLater: false, isIsolatedHere: false, isFirst: false } as const;

/** NetworkPolicies with a name of KubeSphere's own that are not of its making. */
function foreign(here: ClusterFacts): ClusterObject[] {
    const made = new Set(
        listOf<PolicyObject>(here, NAMESPACE_NETWORK_POLICY).map(
            ({ metadata }) => `${metadata?.namespace ?? ""}/${MADE_PREFIX}${metadata?.name ?? ""}`,
        ),
    );
    return listOf<ClusterObject>(here, NETWORK_POLICY).filter(({ metadata }) => {
        const { name = "", namespace = "" } = metadata ?? {};
        return name.startsWith(MADE_PREFIX) && name !== ISOLATE && !made.has(`${namespace}/${name}`);
    });
}

function peerObjects(here: ClusterFacts): Objects {
    const kinds: readonly Kind[] = [NAMESPACE_NETWORK_POLICY, NAMESPACE, SERVICE];
    return new Objects(
        kinds.flatMap((kind) =>
            listOf<ClusterObject>(here, kind).map((tree) => ({
                apiVersion: kind.apiVersion,
                tree,
                ...refTo(kind, tree),
            })),
        ),
    );
}

function maker(policy: ClusterObject): string {
    const owner = ownerOf(policy);
    return owner === undefined ? "" : ` (made by ${owner})`;
}

function seenOf({ kind }: Kind, { metadata }: ClusterObject): string {
    return `get ${kind.toLowerCase()} ${metadata?.name ?? ""} -n ${metadata?.namespace ?? ""} -o yaml`;
}
