// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "../kinds";
import type { Tree } from "../tree";

/** A Kubernetes object as it is, or as it will be. */
export interface KubeObject {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    /** Undefined for objects that are in no namespace. */
    readonly namespace?: string;
    /** The whole object; parts that come with the update are UNKNOWN, those that are null are left out. */
    readonly tree: Tree;
    /** Set where only patches tell of it: it belongs to somebody else, is there before and after, and has more than is known. */
    readonly isPartial?: true;
}

/** The objects of one cluster at one time. */
export class Objects {
    private readonly byKind = new Map<string, Map<string, KubeObject>>();

    constructor(objects: Iterable<KubeObject> = []) {
        for (const object of objects) {
            const kind = kindKey(object);
            const named = this.byKind.get(kind) ?? new Map<string, KubeObject>();
            this.byKind.set(kind, named.set(nameKey(object), object));
        }
    }

    /** The objects of a kind by name, or by "namespace/name". */
    of(kind: Pick<Kind, "apiVersion" | "kind">): ReadonlyMap<string, KubeObject> {
        return this.byKind.get(kindKey(kind)) ?? new Map();
    }

    /** All objects. */
    *[Symbol.iterator](): Generator<KubeObject> {
        for (const named of this.byKind.values()) {
            yield* named.values();
        }
    }
}

/** The name of an object among those of its kind: "name", or "namespace/name". */
export function nameKey({ name, namespace }: Pick<KubeObject, "name" | "namespace">): string {
    return namespace === undefined ? name : `${namespace}/${name}`;
}

/** Whether an object is of a kind, its group and version included. */
export function isKind(
    object: Pick<Kind, "apiVersion" | "kind">,
    { apiVersion, kind }: Pick<Kind, "apiVersion" | "kind">,
): boolean {
    return object.kind === kind && object.apiVersion === apiVersion;
}

function kindKey({ apiVersion, kind }: Pick<Kind, "apiVersion" | "kind">): string {
    return `${apiVersion} ${kind}`;
}

/** What a change makes of the objects of one cluster. */
export interface ClusterChange {
    /** What tells the cluster from others of the same change; undefined where there is one. */
    readonly cluster?: string;
    /** What there is. */
    readonly before: Objects;
    /** What there will be. */
    readonly after: Objects;
    /** Whether a cluster or a snapshot told all that there is, not only the stack. */
    readonly isWhole: boolean;
}
