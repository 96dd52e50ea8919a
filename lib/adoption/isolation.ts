// SPDX-License-Identifier: Apache-2.0
import { ISOLATION, NETWORK_ISOLATE_ANNOTATION, WORKSPACE_ISOLATE_ANNOTATION } from "../labels";
import { shown } from "../problem";
import type { LiveObject } from "./adoption";
import { type Found, leftOut, type Refusal, type Title, together } from "./candidate";
import { heldByAnother } from "./owner";

/** Keys of the isolation, the one that KubeSphere's code reads first. */
export const ISOLATION_KEYS = [NETWORK_ISOLATE_ANNOTATION, WORKSPACE_ISOLATE_ANNOTATION] as const;

/** Isolation as it is written on an object. */
export interface Isolation {
    readonly isolated: boolean;
    /** The key, where it is not the usual one. */
    readonly annotationKey?: string;
}

/** What an object says of its isolation. */
export interface Stated {
    /** Undefined if there is none to adopt. */
    readonly isolation?: Isolation & { readonly key: string };
    /** What is left out of it. */
    readonly leftOut: Found["leftOut"];
}

/**
 * The isolation in an object's annotations, which are at a path. A component writes one key: of two, that which
 * KubeSphere's code reads is adopted.
 */
export function statedIsolation(
    object: LiveObject,
    annotations: Readonly<Record<string, unknown>>,
    path: readonly string[],
    title: Title,
): Stated {
    const there = ISOLATION_KEYS.filter((key) => annotations[key] !== undefined);
    const [key, ...others] = there;
    if (key === undefined) {
        return { leftOut: [] };
    }
    const refusal = badValue(key, annotations[key]) ?? heldByAnother(object, [...path, key]);
    const second = others.map((other) =>
        leftOut(title, {
            reason: `It has ${other} (${shown(annotations[other])}) beside ${key}, and the component writes one key.`,
            wayOut: `Find out which of them the cluster's KubeSphere follows, and remove the other.`,
        }),
    );
    const isolation = {
        isolated: annotations[key] === ISOLATION.on,
        ...(key !== NETWORK_ISOLATE_ANNOTATION && { annotationKey: key }),
        key,
    };
    return {
        ...(refusal === undefined && { isolation }),
        leftOut: together([...(refusal ? [leftOut(title, refusal)] : []), ...second]).leftOut,
    };
}

function badValue(key: string, value: unknown): Refusal | undefined {
    return value === ISOLATION.on || value === ISOLATION.off
        ? undefined
        : {
              reason: `Its ${key} is ${JSON.stringify(value)}, which counts as off; the component writes ${ISOLATION.on} or ${ISOLATION.off}.`,
              wayOut: `Set it to ${ISOLATION.off}, or remove it, and adopt again.`,
          };
}
