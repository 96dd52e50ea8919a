// SPDX-License-Identifier: Apache-2.0
import { isMapping } from "kubesphere-network/lib/mapping";
import type { Layer } from "kubesphere-network/lib/report/writers";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";
import type { PolicyObject } from "kubesphere-network-policies/objects/object";
import { kubeObjectOf } from "../inputs/kube-object";
import { objectOfState, type ResourceState } from "../inputs/pulumi/state";

/** What a resource or a manifest says of its object at one time. */
export interface Said {
    /** Its `cluster` is the URN of the provider. */
    readonly object: PolicyObject;
    /** Whether the object stays where the resource goes. */
    readonly isRetained: boolean;
}

/** What a resource or a manifest says before and after a change. */
export interface Pair {
    readonly before?: Said;
    readonly after?: Said;
    /** Whether the change writes or deletes the object. */
    readonly isWritten: boolean;
}

/** What a state says; nothing if it is of a component or of what the stack only reads. */
export function saidBy(state: ResourceState | undefined): Said | undefined {
    const object = state === undefined || state.external === true ? undefined : objectOfState(state);
    return object && { object, isRetained: state?.retainOnDelete === true };
}

/**
 * The object as reports see it. One whose name comes with the update is called by the resource's; one whose namespace
 * does is left out, since nobody can say what it does there.
 */
export function layerOf({ object }: Said): Layer | undefined {
    const kubeObject = hasUnknownNamespace(object) ? undefined : kubeObjectOf(object, object.name ?? nameFor(object));
    return kubeObject && { object: kubeObject, isPatch: object.isPatch };
}

/** Whether only the update tells the namespace of an object. */
export function hasUnknownNamespace({ tree }: PolicyObject): boolean {
    return at(tree, "metadata", "namespace") === UNKNOWN;
}

/** What an object is called that does not tell its name: as its resource. What has no metadata is no object of a cluster. */
export function nameFor({ tree, resourceName }: PolicyObject): string | undefined {
    return isMapping(at(tree, "metadata")) ? resourceName : undefined;
}
