// SPDX-License-Identifier: Apache-2.0

/**
 * Property values as Pulumi's protocol and checkpoint spell them: plain JSON, in which an object with the signature
 * key is something special. Source: sdk/nodejs/runtime/rpc.ts of Pulumi.
 */
export type Properties = Record<string, unknown>;

/** Key that marks an object as a special value. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
export const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";
export const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Stands for a value that is not known before the update has run. Only ever seen in previews. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A secret in memory: never shown, encrypted in state. */
export interface Secret {
    readonly [SIGNATURE]: typeof SECRET_SIGNATURE;
    readonly value: unknown;
}

export function isObject(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSecret(value: unknown): value is Secret {
    return isObject(value) && value[SIGNATURE] === SECRET_SIGNATURE;
}

export function secret(value: unknown): Secret {
    return isSecret(value) ? value : { [SIGNATURE]: SECRET_SIGNATURE, value };
}

/** Rebuilds a value from its leaves up; keys whose value becomes undefined are left out. */
export function mapValue(value: unknown, visit: (value: unknown) => unknown): unknown {
    if (Array.isArray(value)) {
        return visit(value.map((item) => mapValue(item, visit)));
    }
    if (isObject(value)) {
        const entries = Object.entries(value).map(([key, item]) => [key, mapValue(item, visit)] as const);
        return visit(Object.fromEntries(entries.filter(([, item]) => item !== undefined)));
    }
    return visit(value);
}

/** The same properties with every secret replaced by what it holds. */
export function withoutSecrets(properties: Properties): Properties {
    return mapValue(properties, (value) => (isSecret(value) ? value.value : value)) as Properties;
}

/** True if any part of the value is only known after the update. */
export function containsUnknown(value: unknown): boolean {
    if (Array.isArray(value)) {
        return value.some(containsUnknown);
    }
    return isObject(value) ? Object.values(value).some(containsUnknown) : value === UNKNOWN;
}

/** True if any part of the value is secret. */
export function containsSecret(value: unknown): boolean {
    if (Array.isArray(value)) {
        return value.some(containsSecret);
    }
    return isSecret(value) || (isObject(value) && Object.values(value).some(containsSecret));
}
