// SPDX-License-Identifier: Apache-2.0
import type { NetworkExtensionArgs } from "../extension/network-extension";
import type { IPPoolArgs } from "../ippool/ip-pool";
import type { PolicyRuleArgs } from "../isolation/namespace-network-policy";
import type { IsolationTarget } from "../isolation/workspace-isolation";

/** One workspace of a platform. */
export interface PlatformWorkspaceArgs {
    /** True to isolate the workspace, false to say that it is not. Nothing is written when omitted. */
    isolated?: boolean;
    /** What is annotated: "Workspace" or "WorkspaceTemplate". Defaults to "Workspace". */
    target?: IsolationTarget;
    /** Key of the annotation. Defaults to "kubesphere.io/network-isolate". */
    annotationKey?: string;
    /** True to isolate "system-workspace", which the cluster itself runs in. Defaults to false. */
    allowSystem?: boolean;
    /** True to take the key over from whoever has written it. Defaults to false. */
    takeOwnership?: boolean;
}

/** One project of a platform. */
export interface PlatformProjectArgs {
    /** Workspace that the namespace belongs to, one of the platform's. Not written: the namespace itself says it. */
    workspace?: string;
    /** Pools that its pods get addresses from, all of them. Nothing is written when omitted. */
    pools?: string[];
    /** True to isolate the project, false to say that it is not. Nothing is written when omitted. */
    isolated?: boolean;
    /** What is allowed all the same: policies by name. Only with isolated set to true. */
    allow?: Record<string, PolicyRuleArgs>;
    /** Key of the annotation that isolates. Defaults to "kubesphere.io/network-isolate". */
    annotationKey?: string;
    /** True to isolate a namespace that the cluster itself runs in, such as "kube-system". Defaults to false. */
    allowSystem?: boolean;
    /** True to take the keys over from whoever has written them. Defaults to false. */
    takeOwnership?: boolean;
}

/** What a platform has on one member cluster. */
export interface PlatformMemberArgs {
    /** Pools by the name of their IPPool object. */
    pools?: Record<string, IPPoolArgs>;
    /** Names of pools that exist already and are not made here; projects may be bound to them. */
    externalPools?: string[];
    /** Workspaces by name. They must exist; only their isolation is written. */
    workspaces?: Record<string, PlatformWorkspaceArgs>;
    /** Projects by the name of their namespace, which must exist. */
    projects?: Record<string, PlatformProjectArgs>;
}

/** A whole platform. All of it must be known when the program runs. Pools, workspaces and projects are the host's. */
export interface NetworkPlatformSpec extends PlatformMemberArgs {
    /** The network extension. Not installed when omitted. */
    extension?: NetworkExtensionArgs;
    /** What there is on other clusters than the host, by the name of the cluster, which must be one of clusters. */
    members?: Record<string, PlatformMemberArgs>;
}
