// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

/**
 * A value with the object at a path changed, which is made together with the one above it where both are missing. What
 * is on the way stays as it is: a part that comes late is changed when it comes, one that a preview does not know stays
 * unknown, a secret stays secret, and below a part that is missing nothing is changed.
 */
export function changedAt(value: unknown, path: readonly string[], change: (object: object) => object): unknown {
    if (pulumi.isUnknown(value)) {
        return value;
    }
    if (pulumi.Output.isInstance(value) || value instanceof Promise) {
        return pulumi.output(value).apply((known) => changedAt(known, path, change));
    }
    if (isWrittenSecret(value)) {
        return { ...value, value: changedAt(value.value, path, change) };
    }
    const [key, ...rest] = path;
    if (key === undefined) {
        return change(value ?? {});
    }
    if (value === undefined || value === null) {
        return rest.length === 0 ? { [key]: change({}) } : value;
    }
    const inner = changedAt((value as Record<string, unknown>)[key], rest, change);
    return inner === undefined ? value : { ...value, [key]: inner };
}

/** In a transform, a secret comes as it is written to the engine. */
function isWrittenSecret(value: unknown): value is { value: unknown } {
    const { specialSigKey, specialSecretSig } = pulumi.runtime;
    return (
        typeof value === "object" &&
        value !== null &&
        (value as Record<string, unknown>)[specialSigKey] === specialSecretSig
    );
}
