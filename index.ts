// SPDX-License-Identifier: Apache-2.0
export {
    type AwaitReadyArgs,
    type ClusterLabelExpressionArgs,
    type ClusterSelectorArgs,
    Extension,
    type ExtensionArgs,
    type PlacementArgs,
} from "./components/extension/extension";
export {
    NetworkExtension,
    type NetworkExtensionArgs,
    type NetworkIPPoolArgs,
    type NetworkPolicyArgs,
} from "./components/extension/network-extension";
export { AllowedUse, AssignmentMode, IPPool, type IPPoolArgs, TunnelMode } from "./components/ippool/ip-pool";
export { NamespaceBinding, type NamespaceBindingArgs } from "./components/binding/namespace-binding";
export { poolAnnotations, type PoolsByFamily, type PoolToUse, useIPPool } from "./components/binding/use-ip-pool";
export {
    type IPBlockArgs,
    NamespaceNetworkPolicy,
    type NamespaceNetworkPolicyArgs,
    PolicyDirection,
    type PolicyPortArgs,
    PolicyProtocol,
    type PolicyRuleArgs,
    type ServicePeerArgs,
} from "./components/isolation/namespace-network-policy";
export { ProjectIsolation, type ProjectIsolationArgs } from "./components/isolation/project-isolation";
export {
    IsolationTarget,
    WorkspaceIsolation,
    type WorkspaceIsolationArgs,
} from "./components/isolation/workspace-isolation";
export {
    allow,
    type ApiServerPlace,
    type CallerPlace,
    type DnsPlace,
    type KubeletPlace,
    type ReadyPort,
    type ReadyRule,
} from "./lib/isolation/allow-rules";
export {
    NetworkPlatform,
    type NetworkPlatformArgs,
    type PlatformObjects,
} from "./components/platform/network-platform";
export type { PlatformClusterArgs } from "./components/platform/member-clusters";
export type {
    NetworkPlatformSpec,
    PlatformMemberArgs,
    PlatformProjectArgs,
    PlatformWorkspaceArgs,
} from "./components/platform/platform-spec";
