// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import type { ManagedFields as KnownFields, ObjectMeta } from "kubesphere-network/lib/cluster/objects";
import type { LiveCluster } from "./cluster";
import { CONFLICT } from "./status";
import { isRefused, jsonPatch, type ObjectPlace } from "./write";

/** Who has which fields of an object, as an entry of its managed fields has it. */
export interface ManagedFields extends KnownFields {
    readonly operation?: string;
    readonly apiVersion?: string;
    readonly fieldsType?: string;
    readonly fieldsV1?: Readonly<Record<string, unknown>>;
}

/** The metadata of a live object, with who has its fields. */
export interface ManagedMeta extends ObjectMeta {
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly managedFields?: readonly ManagedFields[];
}

/** A live object with who has its fields. */
export interface ManagedObject {
    readonly metadata: ManagedMeta;
}

/** Who has the fields of an object from now on. */
export type Rewrite = (object: ManagedObject) => readonly ManagedFields[];

/** How often it is tried before somebody who writes all the time is given way to. */
const ATTEMPTS = 5;

/**
 * Says anew who has which fields of an object, and changes no field. Whoever writes it at the same time loses nothing: it
 * is read and rewritten anew then. Throws Refused if the server says no.
 *
 * Source: client-go/util/csaupgrade of Kubernetes, which moves managed fields in the same way
 */
export async function rewriteManagers(
    cluster: LiveCluster,
    at: ObjectPlace,
    rewrite: Rewrite,
    known?: ManagedObject,
): Promise<"done" | "already" | "gone"> {
    let live = known ?? (await read(cluster, at));
    for (let attempt = 1; live !== undefined; attempt++) {
        const after = rewrite(live);
        if (isDeepStrictEqual(live.metadata.managedFields ?? [], after)) {
            return "already";
        }
        try {
            await jsonPatch(cluster, at, stepsTo(live, after));
            return "done";
        } catch (error) {
            if (!isRefused(error, CONFLICT) || attempt === ATTEMPTS) {
                throw error;
            }
            live = await read(cluster, at);
        }
    }
    return "gone";
}

/** Refused with a conflict if somebody has written meanwhile. A list of nobody means nothing to the server, one empty entry does. */
function stepsTo({ metadata: { resourceVersion } }: ManagedObject, after: readonly ManagedFields[]): object[] {
    return [
        { op: "replace", path: "/metadata/managedFields", value: after.length === 0 ? [{}] : after },
        { op: "replace", path: "/metadata/resourceVersion", value: resourceVersion },
    ];
}

function read(cluster: LiveCluster, { kind, name, namespace }: ObjectPlace): Promise<ManagedObject | undefined> {
    return cluster.get<ManagedObject>(kind, name, namespace);
}
