// SPDX-License-Identifier: Apache-2.0
import { isMapping } from "kubesphere-network/lib/mapping";
import { withoutNulls } from "kubesphere-network/lib/tree";
import { objectOfResource, type PolicyObject } from "kubesphere-network-policies/objects/object";
import { treeOfPulumi } from "./value";

/** A resource as a state has it. Source: ResourceV3 in sdk/go/common/apitype/core.go of Pulumi. */
export interface ResourceState {
    readonly urn?: string;
    readonly type?: string;
    readonly custom?: boolean;
    /** Whether it is only there until an update deletes it. */
    readonly delete?: boolean;
    /** Whether the stack only reads it. */
    readonly external?: boolean;
    /** Whether the object stays where the resource goes. */
    readonly retainOnDelete?: boolean;
    readonly provider?: string;
    /** URN of the component that the resource belongs to. */
    readonly parent?: string;
    readonly inputs?: unknown;
    /** What the provider said last, such as the object as it was on the cluster. */
    readonly outputs?: unknown;
}

/** The resources of what `pulumi stack export` prints; undefined if it is something else. */
export function resourcesOf(content: unknown): readonly ResourceState[] | undefined {
    if (!isMapping(content) || !isMapping(content.deployment)) {
        return undefined;
    }
    const { resources } = content.deployment as { resources?: readonly ResourceState[] | null };
    return resources ?? [];
}

/** The object of a resource, with the URN of its provider for its cluster; undefined if it has none, as components. */
export function objectOfState({
    urn = "",
    type = "",
    custom,
    provider,
    inputs,
}: ResourceState): PolicyObject | undefined {
    if (custom !== true) {
        return undefined;
    }
    const name = urn.split("::").slice(3).join("::");
    // A reference is the provider's URN, "::" and its id.
    const cluster = { urn: provider?.slice(0, Math.max(0, provider.lastIndexOf("::"))) ?? "" };
    return objectOfResource({ type, urn, name, tree: withoutNulls(treeOfPulumi(inputs ?? {})), provider: cluster });
}
