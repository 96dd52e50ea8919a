// SPDX-License-Identifier: Apache-2.0
import type { Position } from "kubesphere-network/lib/platform/document";
import type { PolicyObject } from "kubesphere-network-policies/objects/object";

/** One thing that was read: manifests, what a stack has, or a cluster. */
export interface Input {
    readonly kind: "manifests" | "stack" | "cluster";
    /** What a report calls it, such as the path of the file. */
    readonly label: string;
    readonly objects: readonly PolicyObject[];
    /** Where in the file a property of an object stands, or what is nearest to it. Stacks and clusters have no lines. */
    readonly positionOf?: (object: PolicyObject, property?: string) => Position;
}

/** What standard input is called. */
export const STDIN = "<stdin>";
