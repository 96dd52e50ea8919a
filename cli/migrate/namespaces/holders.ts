// SPDX-License-Identifier: Apache-2.0
import { isMapping } from "kubesphere-network/lib/mapping";
import type { NamespaceMove } from "kubesphere-network/lib/migration/plan";
import type { ManagedFields, ManagedMeta } from "../../cluster/managed-fields";
import { FIELD_MANAGER } from "../../cluster/write";
import { type Part, PARTS } from "./keys";

/** A field manager, and the keys of a namespace's binding that it has. */
export interface KeyHolder extends Record<Part, readonly string[]> {
    readonly manager: string;
    readonly operation: string;
    readonly apiVersion: string;
}

/** Who has the keys that a migration is going to write. */
export function keyHolders(move: NamespaceMove, managedFields: readonly ManagedFields[] = []): KeyHolder[] {
    return managedFields.flatMap(({ manager = "", operation = "", apiVersion = "v1", subresource, fieldsV1 }) => {
        const has = (part: Part): string[] => {
            const held = at(at(fieldsV1, "metadata"), part);
            return Object.keys(move.before[part]).filter((key) => `f:${key}` in held);
        };
        const held = { labels: has("labels"), annotations: has("annotations") };
        return manager === FIELD_MANAGER || subresource || held.labels.length + held.annotations.length === 0
            ? []
            : [{ manager, operation, apiVersion, ...held }];
    });
}

/** The managed fields with every key that is as it was before in the hands of whoever had it then. */
export function givenBack(
    { before }: NamespaceMove,
    holders: readonly KeyHolder[],
    { managedFields = [], ...live }: ManagedMeta,
): readonly ManagedFields[] {
    const isBack = (part: Part, key: string): boolean => live[part]?.[key] === before[part][key];
    return holders.reduce<readonly ManagedFields[]>((all, { manager, operation, apiVersion, ...held }) => {
        const own = all.find(
            (entry) => entry.manager === manager && entry.operation === operation && !entry.subresource,
        );
        const metadata = PARTS.reduce<Readonly<Record<string, unknown>>>(
            (fields, part) => {
                const keys = held[part]
                    .filter((key) => isBack(part, key))
                    .map((key): [string, object] => [`f:${key}`, {}]);
                return keys.length === 0
                    ? fields
                    : { ...fields, [`f:${part}`]: { ...at(fields, part), ...Object.fromEntries(keys) } };
            },
            at(own?.fieldsV1, "metadata"),
        );
        if (Object.keys(metadata).length === 0) {
            return all;
        }
        const entry = own ?? { manager, operation, apiVersion, fieldsType: "FieldsV1" };
        const given = { ...entry, fieldsV1: { ...own?.fieldsV1, "f:metadata": metadata } };
        return own === undefined ? [...all, given] : all.map((each) => (each === own ? given : each));
    }, managedFields);
}

/** What is below a field of a set; nothing if it is not there. */
function at(fields: unknown, field: string): Readonly<Record<string, unknown>> {
    const below = isMapping(fields) ? fields[`f:${field}`] : undefined;
    return isMapping(below) ? below : {};
}
