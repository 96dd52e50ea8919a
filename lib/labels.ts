// SPDX-License-Identifier: Apache-2.0

/** Workspace that a namespace belongs to. Source: pkg/constants/constants.go of KubeSphere. */
export const WORKSPACE_LABEL = "kubesphere.io/workspace";

/** Set on a namespace by KubeSphere 3 with the namespace's own name; whitelists select by it. */
export const NAMESPACE_LABEL = "kubesphere.io/namespace";

/** Annotation that switches isolation of a workspace or a project on ("enabled") or off ("disabled"). */
export const NETWORK_ISOLATE_ANNOTATION = "kubesphere.io/network-isolate";

/** The same annotation as a text of the network extension calls it; no code of KubeSphere is known to read it. */
export const WORKSPACE_ISOLATE_ANNOTATION = "kubesphere.io/workspace-isolate";

/** Values of the isolation annotation. Anything but "enabled" is off; the console writes "disabled". */
export const ISOLATION = { on: "enabled", off: "disabled" } as const;

/** Label of a NamespaceNetworkPolicy: "ingress" or "egress". */
export const POLICY_TYPE_LABEL = "kubesphere.io/policy-type";

/** Label of a NamespaceNetworkPolicy: "inside" (namespaces, services) or "outside" (IP blocks). */
export const POLICY_TRAFFIC_LABEL = "kubesphere.io/policy-traffic";

/** Prefix of the label that binds a namespace to a pool: the pool's name follows it. */
export const IP_POOL_LABEL_PREFIX = "ippool.network.kubesphere.io/";

/** Names that KubeSphere uses after the prefix for itself, so no pool may have them. */
export const RESERVED_POOL_NAMES: readonly string[] = ["default", "id", "name", "type"];

/** Annotation of a namespace or a pod: JSON list of the IPv4 pools that Calico may use for it. */
export const IPV4_POOLS_ANNOTATION = "cni.projectcalico.org/ipv4pools";

/** The same for IPv6. */
export const IPV6_POOLS_ANNOTATION = "cni.projectcalico.org/ipv6pools";

/** These annotations by the address family that all pools of the list must have. */
export const POOL_ANNOTATIONS = { 4: IPV4_POOLS_ANNOTATION, 6: IPV6_POOLS_ANNOTATION } as const;

/** Their keys. */
export const POOL_ANNOTATION_KEYS: readonly string[] = Object.values(POOL_ANNOTATIONS);

/** Extension that an object was installed by. */
export const EXTENSION_REF_LABEL = "kubesphere.io/extension-ref";

/** Label of the Cluster object of the host. Source: staging/src/kubesphere.io/api/cluster/v1alpha1/types.go. */
export const HOST_CLUSTER_LABEL = "cluster-role.kubesphere.io/host";

/** The label that binds a namespace to a pool. */
export function ipPoolLabel(pool: string): string {
    return `${IP_POOL_LABEL_PREFIX}${pool}`;
}
