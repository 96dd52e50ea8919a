// SPDX-License-Identifier: Apache-2.0
import { TYPE_RULE } from "./argument-types";
import { LIVE_BINDING_RULES } from "./binding/live-rules";
import { POD_POOLS_RULE } from "./binding/pod-annotations";
import { BINDING_RULES } from "./binding/rules";
import { LIVE_INSTALL_PLAN_RULES } from "./extension/live-rules";
import { NETWORK_RULES } from "./extension/network-values";
import { INSTALL_PLAN_RULES } from "./extension/rules";
import { LIVE_IP_POOL_RULES } from "./ippool/live-rules";
import { IMMUTABLE_RULE } from "./ippool/migration";
import { OVERLAP_RULE } from "./ippool/overlap";
import { IP_POOL_RULES } from "./ippool/rules";
import { DELETION_RULE } from "./ippool/usage";
import { NAMESPACE_ISOLATION_RULES, WORKSPACE_ISOLATION_RULES } from "./isolation/annotation";
import { LABELS_RULE, ONE_TRAFFIC_RULE } from "./isolation/label-rules";
import { LIVE_POLICY_RULES } from "./isolation/live-peer-rules";
import { LIVE_LONE_POLICY_RULES, LIVE_PROJECT_RULES, LIVE_WORKSPACE_RULES } from "./isolation/live-rules";
import { POLICY_RULES } from "./isolation/rules";
import { OFF_WITH_POLICIES_RULE } from "./isolation/stated";
import * as platform from "./platform/rule-infos";
import type { RuleInfo } from "./rule";

/** Rules about one kind of thing. */
export interface RuleSection {
    readonly title: string;
    /** Rules that need nothing but the program. */
    readonly rules: readonly RuleInfo[];
    /** Rules that need a look at the cluster. */
    readonly liveRules: readonly RuleInfo[];
}

/** Every rule there is. Kinds of things that share a rule have it both. */
export const RULE_SECTIONS: readonly RuleSection[] = [
    { title: "Every component", rules: [TYPE_RULE], liveRules: [] },
    {
        title: "IPPool",
        rules: [...IP_POOL_RULES, OVERLAP_RULE, IMMUTABLE_RULE],
        liveRules: [...LIVE_IP_POOL_RULES, DELETION_RULE],
    },
    { title: "Extension", rules: INSTALL_PLAN_RULES, liveRules: LIVE_INSTALL_PLAN_RULES },
    { title: "NetworkExtension", rules: NETWORK_RULES, liveRules: [] },
    { title: "NamespaceBinding", rules: [...BINDING_RULES, POD_POOLS_RULE], liveRules: LIVE_BINDING_RULES },
    { title: "WorkspaceIsolation", rules: WORKSPACE_ISOLATION_RULES, liveRules: LIVE_WORKSPACE_RULES },
    {
        title: "ProjectIsolation",
        rules: NAMESPACE_ISOLATION_RULES,
        liveRules: LIVE_PROJECT_RULES,
    },
    {
        title: "NamespaceNetworkPolicy",
        rules: [...POLICY_RULES, ONE_TRAFFIC_RULE, LABELS_RULE, OFF_WITH_POLICIES_RULE],
        liveRules: [...LIVE_POLICY_RULES, ...LIVE_LONE_POLICY_RULES],
    },
    { title: "NetworkPlatform", rules: Object.values(platform), liveRules: [] },
];
