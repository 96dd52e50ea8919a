// SPDX-License-Identifier: Apache-2.0
import { IP_POOL, NAMESPACE } from "kubesphere-network/lib/kinds";
import { type ManagedObject, rewriteManagers } from "../cluster/managed-fields";
import { FIELD_MANAGER, type ObjectPlace } from "../cluster/write";
import { type Conduct, inJournal } from "./conduct";

/** What has been written, by name. */
export interface WrittenNames {
    readonly namespaces: readonly string[];
    readonly pools: readonly string[];
}

/**
 * Takes "ksnet" out of the managed fields of what a migration writes, and changes no field. As long as it has a key, a
 * stack that gives the key another value meets a conflict.
 */
export async function handBack(conduct: Conduct, { namespaces, pools }: WrittenNames): Promise<void> {
    const places = [
        ...namespaces.map((name): ObjectPlace => ({ kind: NAMESPACE, name })),
        ...pools.map((name): ObjectPlace => ({ kind: IP_POOL, name })),
    ];
    for (const place of places) {
        const object = { kind: place.kind.kind, name: place.name };
        await inJournal(conduct, { action: "hand-back", object }, () =>
            rewriteManagers(conduct.cluster, place, withoutOwn),
        );
    }
}

function withoutOwn({ metadata: { managedFields = [] } }: ManagedObject) {
    return managedFields.filter(({ manager, subresource }) => manager !== FIELD_MANAGER || subresource);
}
