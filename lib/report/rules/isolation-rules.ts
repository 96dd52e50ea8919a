// SPDX-License-Identifier: Apache-2.0
import { LIVE_POLICY_RULES } from "../../isolation/live-peer-rules";
import { LIVE_PROJECT_RULES } from "../../isolation/live-rules";
import type { RuleInfo } from "../../rule";

const CONTROLLER = "pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of KubeSphere 3.4";
const TEMPLATES = "pkg/controller/workspacetemplate/workspacetemplate_controller.go of KubeSphere";

/** Isolation is switched on. */
export const ON_RULE: RuleInfo = {
    id: "isolation-on",
    reason: "Who is in another project or workspace, gateways and monitoring too, is shut out unless a policy allows it.",
    source: `generateNSNP in ${CONTROLLER}`,
};

/** Isolation is switched off. */
export const OFF_RULE: RuleInfo = {
    id: "isolation-off",
    reason: "Pods are open to everybody in the cluster then.",
    source: `syncNs in ${CONTROLLER}`,
};

/** Something of the system is isolated. */
export const SYSTEM_RULE: RuleInfo = {
    id: "isolation-of-system",
    reason: "Isolation cuts the cluster off from its own DNS, its gateways, its monitoring or its extensions.",
    source: "config/ks-core/templates/post-patch-system-ns-job.yaml of KubeSphere 4; https://github.com/kubesphere/kubesphere/issues/2551",
};

/** A project isolates itself in a workspace that is isolated. */
export const PROJECT_WINS_RULE: RuleInfo = {
    id: "isolation-project-wins",
    reason: "The isolation of a project replaces that of its workspace: the two do not add up.",
    source: `syncNs in ${CONTROLLER}`,
};

/** Policies vanish with the isolation of their project. */
export const PURGED_RULE: RuleInfo = {
    id: "isolation-policies-purged",
    reason: "KubeSphere deletes all policies of a namespace that is not isolated, whoever made them.",
    source: `syncNs in ${CONTROLLER}; https://docs.kubesphere.co/v4.2.0/11-use-extensions/11-network/03-network-isolation/04-set-whitelist`,
};

/** A policy is written into a project that is not isolated. */
export const NOT_ISOLATED_RULE: RuleInfo = {
    id: "policy-not-isolated",
    reason: PURGED_RULE.reason,
    source: PURGED_RULE.source,
};

/** No egress rule is left. */
export const LAST_EGRESS_RULE: RuleInfo = {
    id: "isolation-last-egress",
    reason: "Isolation restricts what goes out only as long as there is a rule for it.",
    source: `shouldAddDNSRule in ${CONTROLLER}`,
};

/** Isolation is written on a template itself. */
export const TEMPLATE_ANNOTATION_RULE: RuleInfo = {
    id: "isolation-template-annotation",
    reason: "KubeSphere copies only what is below a template's spec to the Workspaces.",
    source: TEMPLATES,
};

/** A key is taken from a template. */
export const TEMPLATE_KEY_RULE: RuleInfo = {
    id: "isolation-template-key",
    reason: "KubeSphere adds and overwrites keys of the Workspaces, and removes none.",
    source: TEMPLATES,
};

/** A Workspace says something else than its template. */
export const TEMPLATE_WINS_RULE: RuleInfo = {
    id: "isolation-template-wins",
    reason: "KubeSphere writes a template's value over that of the Workspaces at each run.",
    source: TEMPLATES,
};

/** A policy has a name that KubeSphere uses itself. */
export const RESERVED_NAME_RULE: RuleInfo = {
    id: "policy-reserved-name",
    reason: "KubeSphere deletes or overwrites NetworkPolicies of its own names.",
    source: CONTROLLER,
};

/** A NetworkPolicy of Kubernetes is made, changed or deleted. */
export const NETWORK_POLICY_RULE: RuleInfo = {
    id: "network-policy",
    reason: "What one policy allows no other one forbids, and pods that none selects are open.",
    source: "https://kubernetes.io/docs/concepts/services-networking/network-policies",
};

/** What the library's own rules say of a project. */
export const PROJECT_RULES = ruled(LIVE_PROJECT_RULES, ["isolation-workspace-label", "isolation-own-label"]);

/** Id of the library's rule about the first rule for egress of a project. */
export const FIRST_EGRESS_ID = "isolation-first-egress";

/** Everything that is said about isolation in a report. */
export const ISOLATION_RULES: readonly RuleInfo[] = [
    ON_RULE,
    OFF_RULE,
    SYSTEM_RULE,
    PROJECT_WINS_RULE,
    PURGED_RULE,
    NOT_ISOLATED_RULE,
    LAST_EGRESS_RULE,
    TEMPLATE_ANNOTATION_RULE,
    TEMPLATE_KEY_RULE,
    TEMPLATE_WINS_RULE,
    RESERVED_NAME_RULE,
    NETWORK_POLICY_RULE,
    ...[...PROJECT_RULES, ...ruled(LIVE_PROJECT_RULES, [FIRST_EGRESS_ID]), ...LIVE_POLICY_RULES].map(
        ({ id, reason, source }) => ({ id, reason, source }),
    ),
];

function ruled<R extends RuleInfo>(rules: readonly R[], ids: readonly string[]): readonly R[] {
    return rules.filter(({ id }) => ids.includes(id));
}
