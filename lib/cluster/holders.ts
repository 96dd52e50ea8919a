// SPDX-License-Identifier: Apache-2.0
import type { ClusterObject, ManagedFields } from "./objects";

/** Part of an object's metadata that has keys of many owners. */
export type Section = "labels" | "annotations";

/** The field managers that hold a key of an object's metadata. */
export function keyHolders(object: ClusterObject, section: Section, key: string): string[] {
    return holdersOf(object, ["metadata", section, key]);
}

/**
 * The field managers that hold a field of an object, by the name that they give themselves. A change of the field by
 * anybody else is a conflict for each of them.
 *
 * Source: https://kubernetes.io/docs/reference/using-api/server-side-apply
 */
export function holdersOf(object: ClusterObject, path: readonly string[]): string[] {
    return holdingEntries(object, path).map(({ manager = "" }) => manager);
}

/** The entries of the same managers, which also tell when each of them wrote. */
export function holdingEntries({ metadata }: ClusterObject, path: readonly string[]): ManagedFields[] {
    const steps = path.map((step) => `f:${step}`);
    return (metadata?.managedFields ?? []).filter(({ subresource, fieldsV1 }) => !subresource && has(fieldsV1, steps));
}

/**
 * Whether a manager may be an earlier run of the same program. Pulumi's provider adds to its name what only the state
 * of the stack knows, so that no name of this form can be told from another.
 *
 * Source: fieldManagerName in provider/pkg/provider/provider.go of pulumi-kubernetes
 */
export function isPulumi(manager: string): boolean {
    return manager.startsWith("pulumi-kubernetes");
}

function has(fields: unknown, [step, ...rest]: readonly string[]): boolean {
    return (
        step === undefined ||
        (typeof fields === "object" &&
            fields !== null &&
            Object.hasOwn(fields, step) &&
            has((fields as Record<string, unknown>)[step], rest))
    );
}
