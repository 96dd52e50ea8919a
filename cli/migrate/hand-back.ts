// SPDX-License-Identifier: Apache-2.0
import { type ManagedFields, type ManagedMeta, rewriteManagers } from "../cluster/managed-fields";
import { FIELD_MANAGER, type ObjectPlace } from "../cluster/write";
import { type Conduct, inJournal } from "./conduct";

/** An object that a migration has written. */
export interface Written extends ObjectPlace {
    /** Who has its fields from now on, given those of everybody but "ksnet"; by default nobody gets any more. */
    readonly heirs?: (metadata: ManagedMeta) => readonly ManagedFields[];
}

/**
 * Takes "ksnet" out of the managed fields of what a migration writes, and changes no field. As long as it has a key, a
 * stack that gives the key another value meets a conflict.
 */
export async function handBack(conduct: Conduct, objects: readonly Written[]): Promise<void> {
    for (const { heirs = everybodyElse, ...place } of objects) {
        const object = { kind: place.kind.kind, name: place.name };
        await inJournal(conduct, { action: "hand-back", object }, () =>
            rewriteManagers(conduct.cluster, place, ({ metadata }) =>
                heirs({ ...metadata, managedFields: withoutOwn(metadata) }),
            ),
        );
    }
}

function everybodyElse({ managedFields = [] }: ManagedMeta): readonly ManagedFields[] {
    return managedFields;
}

function withoutOwn({ managedFields = [] }: ManagedMeta): readonly ManagedFields[] {
    return managedFields.filter(({ manager, subresource }) => manager !== FIELD_MANAGER || subresource);
}
