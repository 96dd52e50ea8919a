// SPDX-License-Identifier: Apache-2.0
import type { PendingOperation, ResourceState } from "../model";
import type { Crypter } from "../project/secrets/passphrase";
import { isObject, isSecret, mapValue, type Properties, secret, SECRET_SIGNATURE, SIGNATURE } from "../values";

/** A resource as a checkpoint spells it: plain JSON, secrets encrypted. Fields that this engine does not know are kept. */
export type StoredResource = Omit<ResourceState, "inputs" | "outputs"> & {
    inputs?: Properties;
    outputs?: Properties;
    replaceWith?: string[];
    replacementTrigger?: unknown;
};

/** A pending operation as a checkpoint spells it. */
export interface StoredOperation {
    resource: StoredResource;
    type: PendingOperation["type"];
}

/** How a secret is written: encrypted, or in the clear where the user asked to see it. */
export type Seal = (json: string) => { ciphertext: string } | { plaintext: string };

export function sealWith(crypter: Crypter): Seal {
    return (json) => ({ ciphertext: crypter.encrypt(json) });
}

export const sealNothing: Seal = (json) => ({ plaintext: json });

/** The state of a resource as it is written. Aliases have done their work by then and are left out, as Pulumi does. */
export function encodeResource(state: ResourceState, seal: Seal): StoredResource {
    const stored: StoredResource = { ...state };
    delete stored.aliases;
    return withProperties(stored, (value) => encodeValue(value, seal));
}

export function decodeResource(stored: StoredResource, crypter: Crypter): ResourceState {
    return withProperties(stored, (value) => decodeValue(value, (text) => crypter.decrypt(text)));
}

export function encodeOperation(operation: PendingOperation, seal: Seal): StoredOperation {
    return { resource: encodeResource(operation.resource, seal), type: operation.type };
}

export function decodeOperation(operation: StoredOperation, crypter: Crypter): PendingOperation {
    return { resource: decodeResource(operation.resource, crypter), type: operation.type };
}

/** The same resource with other values in the fields that hold property values. */
export function withProperties(resource: StoredResource, change: (value: unknown) => unknown): StoredResource {
    const changed = { ...resource };
    for (const field of ["inputs", "outputs"] as const) {
        if (changed[field] !== undefined) {
            changed[field] = change(changed[field]) as Properties;
        }
    }
    if (changed.replacementTrigger !== undefined) {
        changed.replacementTrigger = change(changed.replacementTrigger);
    }
    return changed;
}

function encodeValue(value: unknown, seal: Seal): unknown {
    if (Array.isArray(value)) {
        return value.map((item) => encodeValue(item, seal));
    }
    if (isSecret(value)) {
        // The whole is secret: secrets within it need no envelope of their own.
        const inner = mapValue(value.value, (item) => (isSecret(item) ? item.value : item));
        return { [SIGNATURE]: SECRET_SIGNATURE, ...seal(JSON.stringify(inner ?? null)) };
    }
    if (isObject(value)) {
        const entries = Object.entries(value).filter(([, item]) => item !== undefined);
        return Object.fromEntries(entries.map(([key, item]) => [key, encodeValue(item, seal)]));
    }
    return value;
}

function decodeValue(value: unknown, decrypt: (ciphertext: string) => string): unknown {
    if (Array.isArray(value)) {
        return value.map((item) => decodeValue(item, decrypt));
    }
    if (isSecret(value)) {
        const { ciphertext, plaintext } = value as { ciphertext?: string; plaintext?: string };
        const json = plaintext ?? decrypt(ciphertext ?? "");
        // Pulumi leaves the text of a secret within a secret unencrypted.
        return secret(decodeValue(JSON.parse(json), (text) => text));
    }
    if (isObject(value)) {
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decodeValue(item, decrypt)]));
    }
    return value;
}
