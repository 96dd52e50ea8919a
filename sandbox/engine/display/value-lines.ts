// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "../model";
import { isObject, isSecret, type Properties, UNKNOWN } from "../values";
import { SECRET_TEXT } from "./blind";
import type { Line } from "./lines";

/** Where and how a value is written. */
export interface Place {
    readonly indent: number;
    readonly operation: Operation;
    readonly marked?: boolean;
}

/** Lists of names up to this length are one line: what they say is what is in them, not where. */
const SHORT_LIST = 100;

/** All properties, one below the other, names aligned. Keys of the engine itself are left out. */
export function propertyLines(properties: Properties, place: Place): Line[] {
    const keys = visibleKeys(properties);
    const width = widest(keys);
    return keys.flatMap((key) => valueLines(`${key.padEnd(width)}: `, properties[key], place));
}

/** A value behind its title, over as many lines as it takes. */
export function valueLines(title: string, value: unknown, place: Place): Line[] {
    const line = (text: string): Line => ({ ...place, text });
    const inner = { ...place, indent: place.indent + 1 };
    if (isMultiLine(value)) {
        const text = value.replace(/\n$/, "").split("\n");
        return [line(`${title}|`), ...text.map((row) => ({ ...inner, text: row }))];
    }
    if (Array.isArray(value) && value.every(isScalar)) {
        const short = `${title}[${value.map(scalarText).join(", ")}]`;
        if (short.length <= SHORT_LIST) {
            return [line(short)];
        }
    }
    if (Array.isArray(value) && value.length > 0) {
        const items = value.flatMap((item, at) => valueLines(`[${at}]: `, item, inner));
        return [line(`${title}[`), ...items, line("]")];
    }
    if (isObject(value) && !isSecret(value) && Object.keys(value).length > 0) {
        return [line(`${title}{`), ...propertyLines(value, inner), line("}")];
    }
    return [line(title + scalarText(value))];
}

/** A value on one line. */
export function scalarText(value: unknown): string {
    if (isSecret(value)) {
        return SECRET_TEXT;
    }
    if (value === UNKNOWN) {
        return "[unknown]";
    }
    if (isObject(value)) {
        return "{}";
    }
    return JSON.stringify(value);
}

export function isMultiLine(value: unknown): value is string {
    return typeof value === "string" && value.trimEnd().includes("\n");
}

/** True for what fits on one line. */
export function isScalar(value: unknown): boolean {
    return isSecret(value) || !(isMultiLine(value) || Array.isArray(value) || isObject(value));
}

export function visibleKeys(properties: Properties): string[] {
    return Object.keys(properties)
        .filter((key) => !key.startsWith("__"))
        .sort();
}

export function widest(texts: readonly string[]): number {
    return Math.max(0, ...texts.map((text) => text.length));
}
