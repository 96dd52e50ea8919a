// SPDX-License-Identifier: Apache-2.0
import type { ManagedFields, ManagedObject } from "../../cluster/managed-fields";
import { type FieldSet, minus } from "./field-set";

/** The fields that a manager has applied. */
export function fieldsOf({ metadata }: ManagedObject, fieldManager: string): FieldSet {
    return metadata.managedFields?.find((entry) => isOf(entry, fieldManager))?.fieldsV1 ?? {};
}

/** Everybody else who writes to the object itself. */
export function othersOf({ metadata }: ManagedObject, fieldManager: string): ManagedFields[] {
    return (metadata.managedFields ?? []).filter((entry) => !entry.subresource && !isOf(entry, fieldManager));
}

/**
 * Who has which fields once nobody else has those of a manager. Nothing but this makes a field go when its manager leaves
 * it out: server-side apply keeps what anybody else has, too.
 */
export function withoutOthers(live: ManagedObject, fieldManager: string): ManagedFields[] {
    const own = fieldsOf(live, fieldManager);
    const others = new Set(othersOf(live, fieldManager));
    return (live.metadata.managedFields ?? []).flatMap((entry) => {
        const fieldsV1 = others.has(entry) ? minus(entry.fieldsV1 ?? {}, own) : entry.fieldsV1;
        return Object.keys(fieldsV1 ?? {}).length > 0 ? [{ ...entry, fieldsV1 }] : [];
    });
}

function isOf({ manager, operation, subresource }: ManagedFields, fieldManager: string): boolean {
    return manager === fieldManager && operation === "Apply" && !subresource;
}
