// SPDX-License-Identifier: Apache-2.0
import { IMMUTABLE_RULE as IMMUTABLE } from "../../ippool/migration";
import { OVERLAP_RULE as OVERLAP } from "../../ippool/overlap";
import { DELETION_RULE } from "../../ippool/usage";
import type { RuleInfo } from "../../rule";

const IPAM = "determinePools in libcalico-go/lib/ipam/ipam.go of Calico";
const IP_POOL = "https://docs.tigera.io/calico/latest/reference/resources/ippool";
const ADDRESS_RANGES =
    "https://kubernetes.io/docs/concepts/cluster-administration/networking/#kubernetes-ip-address-ranges";

/** A pool goes. */
export const DELETED_RULE: RuleInfo = { ...DELETION_RULE, id: "pool-deleted" };

/** A pool gets another CIDR or block size. */
export const IMMUTABLE_RULE: RuleInfo = { ...IMMUTABLE, id: "pool-immutable" };

/** A new pool has addresses of one that goes. */
export const TAKEN_OVER_RULE: RuleInfo = {
    id: "pool-taken-over",
    reason: "Both pools are there for a moment, and the blocks that the former one leaves keep their size.",
    source: "Create in libcalico-go/lib/clientv3/ippool.go of Calico",
};

/** A pool is disabled. */
export const DISABLED_RULE: RuleInfo = {
    id: "pool-disabled",
    reason: "No pod gets a new address of a disabled pool.",
    source: "filterIPPool in libcalico-go/lib/clientv3/client.go of Calico",
};

/** Workloads ask for a pool that goes or is disabled. */
export const PINNED_RULE: RuleInfo = {
    id: "pool-pinned",
    reason: "Calico fails every new pod that asks for a pool which is disabled or missing, even if it asks for others too.",
    source: IPAM,
};

/** Nobody is left to give addresses to pods that ask for no pool. */
export const NONE_LEFT_RULE: RuleInfo = {
    id: "pool-none-left",
    reason: "A pod that asks for no pool fails where no pool is enabled, automatic and meant for its node and namespace.",
    source: IPAM,
};

/** A pool gets another encapsulation. */
export const ENCAPSULATION_RULE: RuleInfo = {
    id: "pool-encapsulation",
    reason: "Each node changes its routes and tunnels by itself, and until all have, nodes do not understand each other.",
    source: IP_POOL,
};

/** A pool is written without its modes. */
export const MODE_MISSING_RULE: RuleInfo = {
    id: "pool-mode-missing",
    reason: "Older Calico switches VXLAN on for a pool whose modes are not written.",
    source: "https://github.com/projectcalico/calico/issues/6301",
};

/** NAT of a pool goes on or off. */
export const NAT_RULE: RuleInfo = {
    id: "pool-nat",
    reason: "With NAT pods go out with the address of their node, without it with their own, which somebody has to route.",
    source: IP_POOL,
};

/** A pool is no longer announced. */
export const BGP_EXPORT_RULE: RuleInfo = {
    id: "pool-bgp-export",
    reason: "Routers outside know the way to a pod from BGP.",
    source: IP_POOL,
};

/** A pool is for other nodes. */
export const NODE_SELECTOR_RULE: RuleInfo = {
    id: "pool-node-selector",
    reason: "Pods that ask for no pool get addresses of pools whose nodeSelector matches their node.",
    source: IPAM,
};

/** A pool is for other namespaces. */
export const NAMESPACE_SELECTOR_RULE: RuleInfo = {
    id: "pool-namespace-selector",
    reason: "Pods that ask for no pool get addresses of pools whose namespaceSelector matches their namespace.",
    source: IPAM,
};

/** A pool is for bound namespaces alone from now on. */
export const ASSIGNMENT_MODE_RULE: RuleInfo = {
    id: "pool-assignment-mode",
    reason: "A pool with the mode Manual gives addresses only to pods that ask for it.",
    source: IPAM,
};

/** A pool is used for something else. */
export const ALLOWED_USES_RULE: RuleInfo = {
    id: "pool-allowed-uses",
    reason: "Pods, tunnels of nodes and services get addresses only of pools that are meant for them.",
    source: "filterPoolsByUse in libcalico-go/lib/ipam/ipam.go of Calico",
};

/** A pool becomes open to every namespace. */
export const OPEN_RULE: RuleInfo = {
    id: "pool-open",
    reason: "Binding namespaces to a pool does not keep others out of it.",
    source: "https://github.com/kubesphere/kubesphere/issues/3393",
};

/** A pool shares addresses with another one. */
export const OVERLAP_RULE: RuleInfo = { ...OVERLAP, id: "pool-overlap" };

/** A pool shares addresses with services. */
export const OVERLAP_SERVICES_RULE: RuleInfo = {
    id: "pool-overlap-services",
    reason: "Pods and services with the same addresses cannot reach each other.",
    source: ADDRESS_RANGES,
};

/** A pool has addresses of nodes. */
export const OVERLAP_NODES_RULE: RuleInfo = {
    id: "pool-overlap-nodes",
    reason: "A pod with the address of a node takes the node off the network.",
    source: ADDRESS_RANGES,
};

/** A pool has too few blocks. */
export const FEW_BLOCKS_RULE: RuleInfo = {
    id: "pool-few-blocks",
    reason: "A node without a block of its own borrows single addresses, which other nodes may not find.",
    source: "https://github.com/projectcalico/calico/issues/3246",
};

/** All rules of the area. */
export const POOL_RULES: readonly RuleInfo[] = [
    DELETED_RULE,
    IMMUTABLE_RULE,
    TAKEN_OVER_RULE,
    DISABLED_RULE,
    PINNED_RULE,
    NONE_LEFT_RULE,
    ENCAPSULATION_RULE,
    MODE_MISSING_RULE,
    NAT_RULE,
    BGP_EXPORT_RULE,
    NODE_SELECTOR_RULE,
    NAMESPACE_SELECTOR_RULE,
    ASSIGNMENT_MODE_RULE,
    ALLOWED_USES_RULE,
    OPEN_RULE,
    OVERLAP_RULE,
    OVERLAP_SERVICES_RULE,
    OVERLAP_NODES_RULE,
    FEW_BLOCKS_RULE,
];
