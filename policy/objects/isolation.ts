// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE, WORKSPACE, WORKSPACE_TEMPLATE } from "kubesphere-network/lib/kinds";
import { ISOLATION, NETWORK_ISOLATE_ANNOTATION } from "kubesphere-network/lib/labels";
import { isOf, type PolicyObject } from "./object";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

/** Kinds that isolation is written on. */
export const ISOLATED_KINDS = [NAMESPACE, WORKSPACE, WORKSPACE_TEMPLATE];

/** Where isolation is written on an object: on a template, KubeSphere copies only what is below its spec. */
export function isolationPath(object: PolicyObject): readonly string[] {
    return isOf(object, WORKSPACE_TEMPLATE)
        ? ["spec", "template", "metadata", "annotations"]
        : ["metadata", "annotations"];
}

/** The same with the annotation, as a message spells it. */
export function isolationProperty(object: PolicyObject): string {
    return `${isolationPath(object).join(".")}["${NETWORK_ISOLATE_ANNOTATION}"]`;
}

/** Whether an object switches isolation on; UNKNOWN if that comes later, undefined if it says nothing about it. */
export function isolates(object: PolicyObject): boolean | typeof UNKNOWN | undefined {
    const value = at(object.tree, ...isolationPath(object), NETWORK_ISOLATE_ANNOTATION);
    return value === UNKNOWN ? UNKNOWN : value === undefined ? undefined : value === ISOLATION.on;
}
