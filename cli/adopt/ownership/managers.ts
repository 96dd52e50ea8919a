// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { type FieldSet, minus } from "./field-set";

/** Who has which fields of an object. */
export interface ManagedFields {
    readonly manager?: string;
    readonly operation?: string;
    readonly subresource?: string;
    readonly fieldsV1?: FieldSet;
}

/** A live object with who has its fields. */
export interface ManagedObject {
    readonly metadata: {
        readonly uid?: string;
        readonly resourceVersion?: string;
        readonly managedFields?: readonly ManagedFields[];
    };
}

/** The fields that a manager has applied. */
export function fieldsOf({ metadata }: ManagedObject, fieldManager: string): FieldSet {
    return metadata.managedFields?.find((entry) => isOf(entry, fieldManager))?.fieldsV1 ?? {};
}

/** Everybody else who writes to the object itself. */
export function othersOf({ metadata }: ManagedObject, fieldManager: string): ManagedFields[] {
    return (metadata.managedFields ?? []).filter((entry) => !entry.subresource && !isOf(entry, fieldManager));
}

/**
 * JSON patch after which nobody else has the fields of a manager; undefined if nobody has. It is refused with a conflict
 * if somebody wrote meanwhile. Nothing but this makes a field go when its manager leaves it out: server-side apply keeps
 * what anybody else has, too.
 *
 * Source: client-go/util/csaupgrade of Kubernetes, which moves managed fields in the same way
 */
export function withoutOthers(live: ManagedObject, fieldManager: string): object[] | undefined {
    const own = fieldsOf(live, fieldManager);
    const others = new Set(othersOf(live, fieldManager));
    const before = live.metadata.managedFields ?? [];
    const after = before.flatMap((entry) => {
        const fieldsV1 = others.has(entry) ? minus(entry.fieldsV1 ?? {}, own) : entry.fieldsV1;
        return Object.keys(fieldsV1 ?? {}).length > 0 ? [{ ...entry, fieldsV1 }] : [];
    });
    return isDeepStrictEqual(before, after)
        ? undefined
        : [
              { op: "replace", path: "/metadata/managedFields", value: after },
              { op: "replace", path: "/metadata/resourceVersion", value: live.metadata.resourceVersion },
          ];
}

function isOf({ manager, operation, subresource }: ManagedFields, fieldManager: string): boolean {
    return manager === fieldManager && operation === "Apply" && !subresource;
}
