// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { LiveObject } from "../../../../lib/adoption/adoption";
import { keyHolders, type Section } from "../../../../lib/cluster/holders";
import { grouped } from "../../../../lib/grouped";
import type { Manifest } from "../../../../lib/manifest";

const SECTIONS: readonly Section[] = ["labels", "annotations"];

/** An object of an import file. */
export interface Imported {
    readonly component?: boolean;
    readonly type: string;
    readonly inputs: Manifest;
}

/** What the text of an import file has, but for the components. */
export function importedFrom(text: string): Imported[] {
    const { resources } = JSON.parse(text) as { resources: Imported[] };
    return resources.filter(({ component }) => component !== true);
}

/** Whole objects are gone; of patched ones the adopted keys are, where the stack had them, and nothing else changed. */
export function assertGivenBack(
    before: ReadonlyMap<string, LiveObject>,
    after: ReadonlyMap<string, LiveObject>,
    resources: readonly Imported[],
    hadOwnership: boolean,
): void {
    const patches = grouped(resources.filter(isPatch), ({ inputs }) => titleOf(inputs));
    const whole = new Set(resources.filter((each) => !isPatch(each)).map(({ inputs }) => titleOf(inputs)));
    const kept = [...before].filter(([title]) => !whole.has(title));
    assert.deepEqual([...after.keys()].sort(), kept.map(([title]) => title).sort());
    for (const [title, object] of kept) {
        const own = patches.get(title);
        if (own === undefined || !hadOwnership) {
            assert.deepEqual(after.get(title), object, title);
        } else {
            assertKeysGone(object, after.get(title)!, own);
        }
    }
}

function assertKeysGone(before: LiveObject, after: LiveObject, own: readonly Imported[]): void {
    for (const section of SECTIONS) {
        const taken = own.flatMap(({ inputs }) => Object.keys(inputs.metadata[section] ?? {}));
        const kept = Object.entries(before.metadata?.[section] ?? {}).filter(([key]) => !taken.includes(key));
        assert.deepEqual(after.metadata?.[section] ?? {}, Object.fromEntries(kept));
        for (const [key] of kept) {
            assert.deepEqual(keyHolders(after, section, key), keyHolders(before, section, key), key);
        }
    }
}

function isPatch({ type }: Imported): boolean {
    return type.endsWith("Patch");
}

function titleOf({ kind, metadata }: Manifest): string {
    const { name, namespace } = metadata as { name: string; namespace?: string };
    return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
