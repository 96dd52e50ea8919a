// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { isMapping } from "kubesphere-network/lib/mapping";

/** How a live object differs from fields that are to be written, as paths. */
export interface Difference {
    /** Fields with another value. */
    readonly changed: readonly string[];
    /** Fields that the object lacks. */
    readonly missing: readonly string[];
}

/** Compares an object with fields that are to be written; what else it has does not count. */
export function differenceOf(live: unknown, wanted: unknown, path = ""): Difference {
    if (isMapping(wanted) && isMapping(live)) {
        return together(Object.entries(wanted).map(([key, value]) => differenceOf(live[key], value, below(path, key))));
    }
    if (Array.isArray(wanted) && Array.isArray(live) && wanted.length === live.length) {
        return together(wanted.map((value, index) => differenceOf(live[index], value, `${path}[${index}]`)));
    }
    if (live === undefined) {
        // The API server drops a map without keys, such as "annotations: {}".
        const isNothing = isMapping(wanted) && Object.keys(wanted).length === 0;
        return { changed: [], missing: isNothing ? [] : [path] };
    }
    return { changed: isDeepStrictEqual(live, wanted) ? [] : [path], missing: [] };
}

/** A field in words: keys with dots or slashes stand in brackets. */
export function below(path: string, key: string): string {
    if (/[./[\]]/.test(key)) {
        return `${path}[${key}]`;
    }
    return path === "" ? key : `${path}.${key}`;
}

function together(parts: readonly Difference[]): Difference {
    return {
        changed: parts.flatMap(({ changed }) => changed),
        missing: parts.flatMap(({ missing }) => missing),
    };
}
