// SPDX-License-Identifier: Apache-2.0
import type { NetworkModel } from "../extension/network-values";
import type { ChartValues } from "../extension/install-plan";
import type { PolicyRule } from "../isolation/policy";
import type { ReadyRuleSpec } from "./ready-rules";

/** The network extension of a platform. */
export interface PlatformExtension extends NetworkModel {
    readonly clusters?: readonly string[];
    readonly overrides?: Readonly<Record<string, ChartValues>>;
    readonly retry?: number;
}

/** One workspace of a platform. */
export interface PlatformWorkspace {
    readonly isolated?: boolean;
    readonly target?: string;
    readonly annotationKey?: string;
    readonly allowSystem?: boolean;
}

/** One project of a platform: a namespace that belongs to a workspace. */
export interface PlatformProject {
    readonly workspace?: string;
    readonly pools?: readonly string[];
    readonly isolated?: boolean;
    /** Policies by name, written out or ready-made. */
    readonly allow?: Readonly<Record<string, PolicyRule | ReadyRuleSpec>>;
    readonly annotationKey?: string;
    readonly allowSystem?: boolean;
}

/** What a platform has on one cluster. Only what its cross checks read is typed. */
export interface PlatformSection {
    readonly pools?: Readonly<Record<string, { readonly cidr: string }>>;
    readonly externalPools?: readonly string[];
    readonly workspaces?: Readonly<Record<string, PlatformWorkspace>>;
    readonly projects?: Readonly<Record<string, PlatformProject>>;
}

/** A whole platform, as in network.yaml: what it has on the host cluster, and on each member. */
export interface PlatformModel extends PlatformSection {
    readonly extension?: PlatformExtension;
    readonly members?: Readonly<Record<string, PlatformSection>>;
}
