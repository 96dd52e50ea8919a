// SPDX-License-Identifier: Apache-2.0
import type { RuleInfo } from "../../rule";

const IPAM = "determinePools in libcalico-go/lib/ipam/ipam.go of Calico";
const RESOLVE = "ResolvePools in cni-plugin/internal/pkg/utils/utils.go of Calico";
const RESTART = "https://docs.tigera.io/calico/latest/networking/ipam/migrate-pools";

/** Namespaces are bound to a pool that is not there. */
export const POOL_MISSING_RULE: RuleInfo = {
    id: "binding-pool-missing",
    reason: "Calico fails every new pod of a namespace that lists a pool which does not exist.",
    source: RESOLVE,
};

/** Namespaces are bound to a pool that is disabled. */
export const POOL_DISABLED_RULE: RuleInfo = {
    id: "binding-pool-disabled",
    reason: "Calico fails every new pod of a namespace that lists a disabled pool, even if it lists others too.",
    source: IPAM,
};

/** Namespaces move from a pool that goes in the same update. */
export const MIGRATION_RULE: RuleInfo = {
    id: "binding-migration",
    reason: "Pods have addresses of the former pool until they are restarted, which is after the update.",
    source: RESTART,
};

/** A namespace is bound to other pools. */
export const CHANGED_RULE: RuleInfo = {
    id: "binding-changed",
    reason: "A pod keeps its address until it is restarted.",
    source: RESTART,
};

/** A namespace is bound to no pool any more. */
export const LOST_RULE: RuleInfo = {
    id: "binding-lost",
    reason: "Pods that ask for no pool get addresses of any pool that is open to all.",
    source: "https://github.com/kubesphere/kubesphere/issues/3393",
};

/** There are fewer free addresses than pods that need one. */
export const FEW_ADDRESSES_RULE: RuleInfo = {
    id: "binding-few-addresses",
    reason: "A pod that asks for a pool without a free address fails.",
    source: IPAM,
};

/** KubeSphere and Calico are told different pools. */
export const DISAGREE_RULE: RuleInfo = {
    id: "binding-keys-disagree",
    reason: "KubeSphere goes by labels, Calico by annotations.",
    source: "cni-plugin/pkg/k8s/k8s.go of Calico",
};

/** An annotation cannot be read. */
export const MALFORMED_RULE: RuleInfo = {
    id: "binding-annotation-malformed",
    reason: "Calico fails a pod whose list of pools it cannot read.",
    source: "https://github.com/projectcalico/calico/issues/3427",
};

/** An annotation lists a pool of the other address family. */
export const FAMILY_RULE: RuleInfo = {
    id: "binding-family",
    reason: "Calico fails a pod if one of its lists has a pool of the other address family.",
    source: RESOLVE,
};

/** All rules of the area. */
export const BINDING_RULES: readonly RuleInfo[] = [
    POOL_MISSING_RULE,
    POOL_DISABLED_RULE,
    MIGRATION_RULE,
    CHANGED_RULE,
    LOST_RULE,
    FEW_ADDRESSES_RULE,
    DISAGREE_RULE,
    MALFORMED_RULE,
    FAMILY_RULE,
];
