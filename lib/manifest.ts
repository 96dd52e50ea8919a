// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "./kinds";

/** A Kubernetes object as it is sent to the API server. */
export interface Manifest {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: Record<string, unknown>;
    readonly [field: string]: unknown;
}

/** The same fields with values of any type: a manifest is built alike from plain values and from ones still to come. */
export type Fields<T> = { readonly [K in keyof T]: unknown };

/** An object of a kind. Fields and metadata that are undefined are left out. */
export function manifest(
    kind: Kind,
    metadata: Record<string, unknown>,
    fields: Record<string, unknown> = {},
): Manifest {
    return { apiVersion: kind.apiVersion, kind: kind.kind, metadata: defined(metadata), ...defined(fields) };
}

/** The same fields without those that are undefined. */
export function defined<T extends object>(fields: T): T {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
