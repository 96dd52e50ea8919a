// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { LiveObject } from "../../support/kubectl";

/** What Pulumi's Kubernetes provider calls itself: alone when it creates, with a hash when it applies. */
const PULUMI = /^pulumi-kubernetes(-[0-9a-f]{8})?$/;

/** The object as its users see it: without what only the API server writes. */
export function content(object: LiveObject | undefined): unknown {
    if (object === undefined) {
        return undefined;
    }
    const { metadata = {}, ...rest } = JSON.parse(JSON.stringify(object)) as LiveObject;
    const { name, namespace, labels, annotations, finalizers } = metadata;
    return JSON.parse(JSON.stringify({ ...rest, metadata: { name, namespace, labels, annotations, finalizers } }));
}

/** Sets of fields of an object, one for each manager of that name. "pulumi" stands for Pulumi's provider. */
export function fieldsOf(object: LiveObject | undefined, manager: string): string[][] {
    return (object?.metadata?.managedFields ?? [])
        .filter((entry) => (manager === "pulumi" ? PULUMI.test(entry.manager ?? "") : entry.manager === manager))
        .map((entry) => leaves((entry.fieldsV1 ?? {}) as Fields).sort())
        .sort((left, right) => left.join().localeCompare(right.join()));
}

/** FieldsV1: "f:" stands before the name of a field, "v:" and "k:" before items of a list, "." is the field itself. */
interface Fields {
    readonly [key: string]: Fields;
}

function leaves(fields: Fields, path: readonly string[] = []): string[] {
    const inner = Object.entries(fields).filter(([key]) => key !== ".");
    return inner.length === 0
        ? [path.join(".")]
        : inner.flatMap(([key, value]) => leaves(value, [...path, key.replace(/^f:/, "")]));
}

/** Polls until a probe gives a value; says what was waited for if that takes too long. */
export async function eventually<T>(what: string, probe: () => Promise<T | undefined>): Promise<T> {
    const end = Date.now() + 20_000;
    for (;;) {
        const value = await probe();
        if (value !== undefined) {
            return value;
        }
        assert.ok(Date.now() < end, `waited 20 seconds in vain for ${what}`);
        await sleep(50);
    }
}
