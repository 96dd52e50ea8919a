// SPDX-License-Identifier: Apache-2.0

/** One entry of an object's managedFields. */
export interface ManagedFields {
    readonly manager?: string;
    readonly time?: string;
    readonly subresource?: string;
    readonly fieldsV1?: unknown;
}

/** What is read of every object of a cluster. */
export interface ObjectMeta {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly ManagedFields[];
}

/** An object of which nothing but its metadata is read. */
export interface ClusterObject {
    readonly metadata?: ObjectMeta;
}

/** Objects of one kind by name. */
export type ByName<T extends ClusterObject = ClusterObject> = ReadonlyMap<string, T>;

/** The objects by their names. */
export function byName<T extends ClusterObject>(objects: readonly T[]): ByName<T> {
    return new Map(objects.map((object) => [object.metadata?.name ?? "", object]));
}

/** What tells an object from others of its kind: "namespace/name", as in "shop/api". */
export function namespacedName({ metadata }: ClusterObject): string {
    return `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;
}

/** What is read of a Node. */
export interface NodeObject extends ClusterObject {
    readonly status?: { readonly addresses?: readonly { readonly type: string; readonly address: string }[] };
}

/**
 * Whoever an object belongs to, as far as it says: the tool of its label `app.kubernetes.io/managed-by`, else the field
 * manager that wrote it first.
 */
export function ownerOf({ metadata }: ClusterObject): string | undefined {
    const [first] = [...(metadata?.managedFields ?? [])]
        .filter(({ subresource }) => !subresource)
        .sort((a, b) => (a.time ?? "").localeCompare(b.time ?? ""));
    return metadata?.labels?.["app.kubernetes.io/managed-by"] ?? first?.manager;
}
