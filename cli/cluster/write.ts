// SPDX-License-Identifier: Apache-2.0
import { pathOf } from "kubesphere-network/components/cluster/reader";
import { apiMessage } from "kubesphere-network/components/cluster/request";
import type { Kind } from "kubesphere-network/lib/kinds";
import type { LiveCluster } from "./cluster";

/** Field manager of everything that the commands write, so that an object says who changed it. */
export const FIELD_MANAGER = "ksnet";

/** The cluster does not do what it was asked. */
export class Refused extends Error {
    constructor(
        message: string,
        /** HTTP status: 403 without the right, 404 without the object, 409 on a conflict, 429 when a disruption budget says no. */
        public readonly status: number,
    ) {
        super(message);
        this.name = "Refused";
    }
}

/** Whether the cluster has refused with one of these HTTP statuses. */
export function isRefused(error: unknown, ...statuses: readonly number[]): error is Refused {
    return error instanceof Refused && statuses.includes(error.status);
}

/** Which object is written. */
export interface ObjectPlace {
    readonly kind: Kind;
    readonly name: string;
    readonly namespace?: string;
    /** Such as "eviction". */
    readonly subresource?: string;
}

/**
 * Changes single fields of an object (JSON merge patch: null removes a key) and gives the object as it is then. Throws
 * Refused if the server says no.
 */
export async function mergePatch<T extends object>(cluster: LiveCluster, at: ObjectPlace, patch: object): Promise<T> {
    return written<T>(cluster, {
        method: "PATCH",
        path: `${objectPath(at)}?fieldManager=${FIELD_MANAGER}`,
        contentType: "application/merge-patch+json",
        body: JSON.stringify(patch),
    });
}

/** Changes an object step by step (JSON Patch); a step of op "test" that fails leaves it as it is. */
export async function jsonPatch<T extends object>(
    cluster: LiveCluster,
    at: ObjectPlace,
    steps: readonly object[],
): Promise<T> {
    return written<T>(cluster, {
        method: "PATCH",
        path: `${objectPath(at)}?fieldManager=${FIELD_MANAGER}`,
        contentType: "application/json-patch+json",
        body: JSON.stringify(steps),
    });
}

/** How an object is applied. */
export interface ApplyOptions {
    readonly fieldManager: string;
    /** Whether only the answer is wanted and nothing is written. */
    readonly dryRun: boolean;
}

/**
 * Sets the fields of an object for a field manager and takes them from whoever holds other values (server-side apply
 * with force). Gives the object as it is then.
 */
export async function apply<T extends object>(
    cluster: LiveCluster,
    at: ObjectPlace,
    object: object,
    { fieldManager, dryRun }: ApplyOptions,
): Promise<T> {
    const query = new URLSearchParams({ fieldManager, force: "true", ...(dryRun && { dryRun: "All" }) });
    return written<T>(cluster, {
        method: "PATCH",
        path: `${objectPath(at)}?${query.toString()}`,
        contentType: "application/apply-patch+yaml",
        body: JSON.stringify(object),
    });
}

/** Asks something of an object by its subresource, such as the eviction of a pod. */
export async function post<T extends object>(cluster: LiveCluster, at: ObjectPlace, body: object): Promise<T> {
    return written<T>(cluster, { method: "POST", path: objectPath(at), body: JSON.stringify(body) });
}

async function written<T>(cluster: LiveCluster, request: Parameters<LiveCluster["send"]>[0]): Promise<T> {
    const { status, body } = await cluster.send(request);
    if (status < 200 || status > 299) {
        throw new Refused(apiMessage(body) ?? `the API server answers with status ${status}`, status);
    }
    return JSON.parse(body) as T;
}

function objectPath({ kind, name, namespace, subresource }: ObjectPlace): string {
    return `${pathOf(kind, { name, namespace })}${subresource === undefined ? "" : `/${subresource}`}`;
}
