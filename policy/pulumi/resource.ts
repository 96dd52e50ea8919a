// SPDX-License-Identifier: Apache-2.0
import { Secret, UnknownValueError } from "@pulumi/policy";
import { objectOfResource, type PolicyObject, type ResourceLike } from "../objects/object";
import { type Tree, UNKNOWN, withoutNulls } from "kubesphere-network/lib/tree";

/** A resource as Pulumi hands it to a policy. */
type PolicyResource = Omit<ResourceLike, "tree"> & { readonly props: unknown };

/** The object that a resource writes; undefined for components, providers and what other packages make. */
export function objectSeenByPolicy(resource: PolicyResource): PolicyObject | undefined {
    return objectOfResource({ ...resource, tree: withoutNulls(treeOf(resource.props)) });
}

/**
 * A copy of what the engine hands to a policy. One unknown value that a policy touches there ends the whole policy with
 * an advice, so that in a preview a mandatory rule would be left out: here each of them is marked, and nothing ends.
 */
export function treeOf(value: unknown): Tree {
    if (Array.isArray(value)) {
        return Array.from({ length: value.length }, (_, index) => part(value, index));
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    if (value instanceof Secret) {
        return part(value, "value");
    }
    return Object.fromEntries(Object.keys(value).map((key) => [key, part(value, key)]));
}

function part(value: object, key: string | number): Tree {
    try {
        return treeOf((value as Record<string | number, unknown>)[key]);
    } catch (error) {
        if (error instanceof UnknownValueError) {
            return UNKNOWN;
        }
        throw error;
    }
}
