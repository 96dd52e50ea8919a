// SPDX-License-Identifier: Apache-2.0
import type { LiveObject } from "kubesphere-network/lib/adoption/adoption";
import type { Manifest } from "kubesphere-network/lib/manifest";
import { isMapping } from "kubesphere-network/lib/mapping";

type Fields = Readonly<Record<string, unknown>>;

/** Metadata that changes whenever anybody writes, so that a second adoption would give another file. */
const VOLATILE = new Set(["generation", "managedFields", "resourceVersion"]);

/** Metadata of a patched object that is kept beside what the patch has. */
const IDENTITY = { name: "", namespace: "", uid: "", creationTimestamp: "" };

/**
 * The live object as the state keeps it: what the provider compares with the program. A field that only the program has
 * is written into it, because leaving it out and writing the default mean the same. Of an object that is only patched
 * nothing else is kept, and of no object its status: others write them all the time, and the next refresh reads them.
 */
export function outputsOf(live: LiveObject, inputs: Manifest, isPatch: boolean): Fields {
    const { status: _, metadata = {}, ...rest } = live as LiveObject & { status?: unknown };
    const kept = Object.fromEntries(Object.entries(metadata).filter(([key]) => !VOLATILE.has(key)));
    const object = { ...rest, metadata: kept };
    const shape = { ...inputs, metadata: { ...IDENTITY, ...inputs.metadata } };
    return withMissing(isPatch ? onlyOf(object, shape) : object, inputs) as Fields;
}

/** Of an object only the fields that a shape has, too. */
function onlyOf(value: Fields, shape: Fields): Fields {
    const kept = Object.entries(value).filter(([key]) => Object.hasOwn(shape, key));
    return Object.fromEntries(
        kept.map(([key, item]) => {
            const part = shape[key];
            return [key, isMapping(item) && isMapping(part) ? onlyOf(item, part) : item];
        }),
    );
}

/** A value with the fields that another one has and it lacks. */
function withMissing(value: unknown, whole: unknown): unknown {
    if (Array.isArray(value) && Array.isArray(whole)) {
        return value.map((item, index) => withMissing(item, (whole as unknown[])[index]));
    }
    if (!isMapping(value) || !isMapping(whole)) {
        return value;
    }
    const known = Object.entries(value).map(([key, item]) => [key, withMissing(item, whole[key])] as const);
    return { ...whole, ...Object.fromEntries(known) };
}
