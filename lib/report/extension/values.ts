// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { textValues } from "../../extension/chart-text";
import { type ChartValues, RETRY_VALUE } from "../../extension/install-plan";
import { isMapping } from "../../mapping";
import { shown } from "../../problem";
import type { Difference } from "../report";
import { printed, type ValuePath } from "./secrets";

/** A value of a chart that changes; undefined where it is not set. */
export interface ValueDifference {
    readonly path: ValuePath;
    readonly before: unknown;
    readonly after: unknown;
}

/** The comment by which a program has KubeSphere start a failed plan again; see configText. */
const RETRY_COMMENT = /^# retry: (\d+)\s*$/m;

/** The values of a config text; undefined if it is no YAML mapping. What makes KubeSphere try again is no value. */
export function valuesOf(text: string): ChartValues | undefined {
    const values = textValues(text);
    return values && Object.fromEntries(Object.entries(values).filter(([name]) => name !== RETRY_VALUE));
}

/** How often a program has asked KubeSphere to try again, as a config text says. */
export function retriesOf(text: string): number {
    return Number(RETRY_COMMENT.exec(text)?.[1] ?? 0);
}

/** What differs, by key path: mappings key by key, lists as a whole, as Helm merges them. */
export function valueDifferences(before: ChartValues, after: ChartValues, above: ValuePath = []): ValueDifference[] {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => {
        const path = [...above, name];
        const [was, will] = [ownOf(before, name), ownOf(after, name)];
        const [old, next] = [was, will].map((value) => branchOf(value));
        if (old && next && (isMapping(was) || isMapping(will))) {
            return valueDifferences(old, next, path);
        }
        return isDeepStrictEqual(was, will) ? [] : [{ path, before: was, after: will }];
    });
}

/** A difference as it may be printed. */
export function printedDifference({ path, before, after }: ValueDifference): Difference {
    const values = [before, after];
    const texts = values.map((value) => (value === undefined ? undefined : printed(path, value)));
    // The text "true" does not look like true; a value that is not shown as it is stays so.
    const isAlike = texts[0] === texts[1] && values.every((value, index) => texts[index] === shown(value));
    const [was, will] = isAlike ? values.map((value) => JSON.stringify(value)) : texts;
    return {
        property: propertyOf(path),
        ...(was !== undefined && { before: was }),
        ...(will !== undefined && { after: will }),
    };
}

/** A path as messages spell it: names that are no plain words are in brackets. */
export function propertyOf(path: ValuePath): string {
    return path
        .map((name, index) =>
            /^[\w-]+$/.test(name) ? `${index === 0 ? "" : "."}${name}` : `[${JSON.stringify(name)}]`,
        )
        .join("");
}

function ownOf(values: ChartValues, name: string): unknown {
    return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** What has keys of its own to tell of; a mapping without any is a value. */
function branchOf(value: unknown): ChartValues | undefined {
    return value === undefined ? {} : isMapping(value) && Object.keys(value).length > 0 ? value : undefined;
}
