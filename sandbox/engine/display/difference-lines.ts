// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { diffArrays, structuredPatch } from "diff";
import type { Operation } from "../model";
import { isObject, isSecret, type Properties } from "../values";
import type { Line } from "./lines";
import { isMultiLine, isScalar, scalarText, valueLines, visibleKeys, widest } from "./value-lines";

const CONTEXT_LINES = 2;

/** What differs between two sets of properties, as `old => new` at the changed leaves only. */
export function differenceLines(old: Properties, new_: Properties, indent: number): Line[] {
    const keys = visibleKeys({ ...old, ...new_ }).filter((key) => !isDeepStrictEqual(old[key], new_[key]));
    const width = widest(keys);
    return keys.flatMap((key) => changeLines(`${key.padEnd(width)}: `, old[key], { value: new_[key], indent }));
}

/** What differs between two values, behind a title. */
export function changeLines(title: string, old: unknown, now: { value: unknown; indent: number }): Line[] {
    const { value, indent } = now;
    if (isDeepStrictEqual(old, value)) {
        return [];
    }
    if (old === undefined) {
        return valueLines(title, value, { indent, operation: "create", marked: true });
    }
    if (value === undefined) {
        return valueLines(title, old, { indent, operation: "delete", marked: true });
    }
    if (isScalar(old) && isScalar(value)) {
        return [changed(indent, `${title}${scalarText(old)} => ${scalarText(value)}`)];
    }
    if (isMultiLine(old) && isMultiLine(value)) {
        return [changed(indent, `${title}|`), ...textLines(old, value, indent + 1)];
    }
    if (Array.isArray(old) && Array.isArray(value)) {
        const items = listLines(old, value, indent + 1);
        return [changed(indent, `${title}[`), ...items, closing(indent, "]")];
    }
    if (isPlainObject(old) && isPlainObject(value)) {
        return [changed(indent, `${title}{`), ...differenceLines(old, value, indent + 1), closing(indent, "}")];
    }
    return [
        ...valueLines(title, old, { indent, operation: "delete", marked: true }),
        ...valueLines(title, value, { indent, operation: "create", marked: true }),
    ];
}

/** Lists of plain values are compared as sequences; others index by index, which keeps what is inside comparable. */
function listLines(old: readonly unknown[], new_: readonly unknown[], indent: number): Line[] {
    const everyScalar = [...old, ...new_].every((item) => item !== undefined && isScalar(item));
    if (!everyScalar) {
        const indexes = Array.from({ length: Math.max(old.length, new_.length) }, (_, at) => at);
        return indexes.flatMap((at) => changeLines(`[${at}]: `, old[at], { value: new_[at], indent }));
    }
    return diffArrays(old.map(scalarText), new_.map(scalarText)).flatMap(({ added, removed, value }) => {
        const operation: Operation = added ? "create" : "delete";
        return added || removed ? value.map((text) => ({ indent, operation, marked: true, text })) : [];
    });
}

function textLines(old: string, new_: string, indent: number): Line[] {
    const patch = structuredPatch("", "", old, new_, "", "", { context: CONTEXT_LINES });
    return patch.hunks.flatMap((hunk, at) => [
        ...(at === 0 ? [] : [closing(indent, "…")]),
        ...hunk.lines.filter((line) => !line.startsWith("\\")).map((line) => textLine(line, indent)),
    ]);
}

function textLine(line: string, indent: number): Line {
    const text = line.slice(1);
    if (line.startsWith(" ")) {
        return { indent, operation: "same", text };
    }
    return { indent, operation: line.startsWith("+") ? "create" : "delete", marked: true, text };
}

function changed(indent: number, text: string): Line {
    return { indent, operation: "update", marked: true, text };
}

function closing(indent: number, text: string): Line {
    return { indent, operation: "same", text };
}

function isPlainObject(value: unknown): value is Properties {
    return isObject(value) && !isSecret(value);
}
