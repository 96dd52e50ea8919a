// SPDX-License-Identifier: Apache-2.0

import { FAILSAFE_SCHEMA, Type, load } from "js-yaml";
import { isMapping as isPlainMapping } from "../mapping";

/** Scalars as Go's `gopkg.in/yaml.v3` resolves them; it decides both what a text means and when a string needs quotes. */

/** A number that keeps the text Go would print, so that neither 2^63 nor 1.0 loses anything in JavaScript. */
class GoNumber {
    constructor(readonly text: string) {}
}

const NULLS = ["", "~", "null", "Null", "NULL"];
const TRUES = ["true", "True", "TRUE"];
const FALSES = ["false", "False", "FALSE"];
const SPECIAL_FLOATS: ReadonlyMap<string, string> = new Map([
    ...[".nan", ".NaN", ".NAN"].map((text) => [text, ".nan"] as const),
    ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((text) => [text, ".inf"] as const),
    ...["-.inf", "-.Inf", "-.INF"].map((text) => [text, "-.inf"] as const),
]);
/** Booleans of YAML 1.1: strings to this library, but written in quotes for the sake of older parsers. */
const OLD_BOOLEAN = /^(?:[yY]|yes|Yes|YES|on|On|ON|[nN]|no|No|NO|off|Off|OFF)$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const TIMESTAMP =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d))| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INTEGER_RADIXES: readonly (readonly [RegExp, string])[] = [
    [/^0[xX]([0-9a-fA-F]+)$/, "0x"],
    [/^0[bB]([01]+)$/, "0b"],
    [/^0[oO]([0-7]+)$/, "0o"],
    [/^0([0-7]+)$/, "0o"],
    [/^(0|[1-9][0-9]*)$/, ""],
];

/** The integer that Go reads in a text: any of its radixes, within 64 bits. */
function goInteger(text: string): bigint | undefined {
    const [, sign = "", digits = ""] = /^([-+]?)(.*)$/s.exec(text) ?? [];
    for (const [pattern, prefix] of INTEGER_RADIXES) {
        const match = pattern.exec(digits);
        if (match !== null) {
            const magnitude = BigInt(`${prefix}${match[1] ?? ""}`);
            const value = sign === "-" ? -magnitude : magnitude;
            return value >= -(2n ** 63n) && value < (sign === "" ? 2n ** 64n : 2n ** 63n) ? value : undefined;
        }
    }
    return undefined;
}

/** A float as Go prints it: shortest digits, an exponent from 1e+06 on. */
function goFloat(value: number): string {
    const [mantissa = "0", exponent = "0"] = value.toExponential().split("e");
    const power = Number(exponent);
    if (value !== 0 && (power < -4 || power >= 6)) {
        return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
    }
    return Object.is(value, -0) ? "-0" : String(value);
}

/** The number in a text as Go prints it, or undefined where Go sees none. */
function goNumber(text: string): string | undefined {
    const special = SPECIAL_FLOATS.get(text);
    if (special !== undefined) {
        return special;
    }
    if (text.startsWith(".")) {
        const digits = text.replace(/(?<=\d)_(?=\d)/g, "");
        return FLOAT.test(digits) ? goFloat(Number(digits)) : undefined;
    }
    if (!/^[-+0-9]/.test(text)) {
        return undefined;
    }
    const plain = text.replaceAll("_", "");
    const integer = goInteger(plain);
    if (integer !== undefined) {
        return integer.toString();
    }
    const float = FLOAT.test(plain) ? Number(plain) : NaN;
    return Number.isFinite(float) ? goFloat(float) : undefined;
}

function isTimestamp(text: string): boolean {
    const [, year, month, day] = TIMESTAMP.exec(text) ?? [];
    if (year === undefined) {
        return false;
    }
    const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
    return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** Whether a parser would read the bare text as something other than this string. */
function needsQuotes(text: string): boolean {
    return (
        [...NULLS, ...TRUES, ...FALSES, "<<"].includes(text) ||
        goNumber(text) !== undefined ||
        isTimestamp(text) ||
        BASE_60.test(text) ||
        OLD_BOOLEAN.test(text)
    );
}

function scalarType(tag: string, resolve: (text: string) => boolean, construct: (text: string) => unknown): Type {
    return new Type(`tag:yaml.org,2002:${tag}`, {
        kind: "scalar",
        resolve: (data: unknown) => (data === null ? tag === "null" : typeof data === "string" && resolve(data)),
        construct: (data: unknown) => construct(typeof data === "string" ? data : ""),
    });
}

const GO_SCHEMA = FAILSAFE_SCHEMA.extend({
    implicit: [
        scalarType(
            "null",
            (text) => NULLS.includes(text),
            () => null,
        ),
        scalarType(
            "bool",
            (text) => TRUES.includes(text) || FALSES.includes(text),
            (text) => TRUES.includes(text),
        ),
        scalarType(
            "float",
            (text) => goNumber(text) !== undefined,
            (text) => new GoNumber(goNumber(text) ?? text),
        ),
        scalarType(
            "merge",
            (text) => text === "<<",
            (text) => text,
        ),
    ],
});

/** Stands at the end of a text to find out what the text ends in; a private character that no config has. */
const END_MARK = "\ue000";

/** The value with the end mark and the break after it removed from the block that the text ends in. */
function withoutEnd(value: unknown, found: () => void): unknown {
    if (typeof value === "string" && value.endsWith(`${END_MARK}\n`)) {
        found();
        return value.slice(0, -2);
    }
    if (Array.isArray(value)) {
        return value.map((member) => withoutEnd(member, found));
    }
    return isMapping(value)
        ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutEnd(member, found)]))
        : value;
}

/** A text that ends in a block without a line break: js-yaml adds the break to the block's value, Go does not. */
function readOpenBlock(text: string): { readonly value: unknown } | undefined {
    const found: true[] = [];
    try {
        const value = withoutEnd(load(`${text}${END_MARK}`, { schema: GO_SCHEMA }), () => found.push(true));
        return found.length > 0 ? { value } : undefined;
    } catch {
        return undefined;
    }
}

/** Reads YAML as Go does. Numbers come back as opaque values that only writeGoYaml understands. */
export function readGoYaml(text: string): unknown {
    const value = load(text, { schema: GO_SCHEMA });
    const block = text.endsWith("\n") ? undefined : readOpenBlock(text);
    return block === undefined ? value : block.value;
}

export function isMapping(value: unknown): value is Record<string, unknown> {
    return isPlainMapping(value) && !(value instanceof GoNumber);
}

const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;

/** Length of the run of digits and its value, for the order in which "b9" comes before "b10". */
function digitsAt(characters: readonly string[], start: number): { end: number; value: number } {
    let end = start;
    let value = 0;
    for (; DIGIT.test(characters[end] ?? ""); end++) {
        value = value * 10 + ((characters[end] ?? "0").codePointAt(0) ?? 48) - 48;
    }
    return { end, value };
}

/** Whether the digits before a position already began with something other than zeros. */
function insideNumber(characters: readonly string[], position: number): boolean {
    for (let index = position - 1; index >= 0 && DIGIT.test(characters[index] ?? ""); index--) {
        if (characters[index] !== "0") {
            return true;
        }
    }
    return false;
}

/** Two runs of digits as numbers; zeros inside a number count as digits of it. */
function compareDigits(left: readonly string[], right: readonly string[], position: number): number {
    const [a, b] = [digitsAt(left, position), digitsAt(right, position)];
    const inside = (left[position] === "0" || right[position] === "0") && insideNumber(left, position);
    const leading = (run: { end: number }): number => (inside ? 10 ** (run.end - position) : 0);
    return a.value + leading(a) - (b.value + leading(b)) || a.end - b.end;
}

/** Order by the first characters that differ. */
function compareAt(left: readonly string[], right: readonly string[], position: number): number {
    const [a = "", b = ""] = [left[position], right[position]];
    const codeOrder = (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
    const [aLetter, bLetter] = [LETTER.test(a), LETTER.test(b)];
    if (aLetter && bLetter) {
        return codeOrder;
    }
    if (aLetter || bLetter) {
        const afterDigit = DIGIT.test(left[position - 1] ?? "");
        return aLetter === afterDigit ? -1 : 1;
    }
    return compareDigits(left, right, position) || codeOrder;
}

/** Order of keys in Go's output: by characters, but runs of digits as numbers and letters after everything else. */
export function compareKeys(left: string, right: string): number {
    const [a, b] = [Array.from(left), Array.from(right)];
    for (let index = 0; index < a.length && index < b.length; index++) {
        if (a[index] !== b[index]) {
            return compareAt(a, b, index);
        }
    }
    return a.length - b.length;
}

const ESCAPES: Readonly<Record<string, string>> = {
    "\0": "\\0",
    "\x07": "\\a",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\v": "\\v",
    "\f": "\\f",
    "\r": "\\r",
    "\x1b": "\\e",
    '"': '\\"',
    "\\": "\\\\",
    "\x85": "\\N",
    "\u2028": "\\L",
    "\u2029": "\\P",
};
const PRINTABLE = /^[\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]$/u;

function escape(character: string): string {
    const known = ESCAPES[character];
    if (known !== undefined || PRINTABLE.test(character)) {
        return known ?? character;
    }
    const code = character.codePointAt(0) ?? 0;
    const [mark, width] = code <= 0xff ? ["x", 2] : code <= 0xffff ? ["u", 4] : ["U", 8];
    return `\\${mark}${code.toString(16).toUpperCase().padStart(width, "0")}`;
}

function doubleQuoted(text: string): string {
    return `"${Array.from(text, escape).join("")}"`;
}

const LEADING_INDICATOR = /^(?:[#,[\]{}&*!|>'"%@`]|---|\.\.\.|[?:-](?:[ \t\n]|$))/;
const INNER_INDICATOR = /:(?:[ \t\n]|$)|[ \t\n]#/;

/** A string that holds no line break, in the first of Go's styles that can carry it. */
function inlineString(text: string): string {
    const unusual = !Array.from(text).every((character) => PRINTABLE.test(character)) || /[\u2028\u2029]/.test(text);
    if (unusual || needsQuotes(text)) {
        return doubleQuoted(text);
    }
    if (/^ | $/.test(text) || LEADING_INDICATOR.test(text) || INNER_INDICATOR.test(text)) {
        return `'${text.replaceAll("'", "''")}'`;
    }
    return text;
}

/** A string of several lines; a literal block cannot carry blanks at its begin or at the end of a line. */
function multilineString(text: string, indent: number): string {
    const printable = Array.from(text).every((character) => character === "\t" || PRINTABLE.test(character));
    if (!printable || /^[ \n]|[ \t](?:\n|$)/.test(text)) {
        return doubleQuoted(text);
    }
    const chomping = !text.endsWith("\n") ? "-" : text.endsWith("\n\n") ? "+" : "";
    const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
    const block = lines.map((line) => (line === "" ? "" : `${" ".repeat(indent)}${line}`)).join("\n");
    return `|${chomping}\n${block}`;
}

/** A scalar as it follows "key: " or "- "; undefined where the value is a collection with members. */
function scalar(value: unknown, indent: number): string {
    if (typeof value === "string") {
        return value.includes("\n") ? multilineString(value, indent) : inlineString(value);
    }
    if (value instanceof GoNumber) {
        return value.text;
    }
    if (typeof value === "number") {
        return Number.isInteger(value) ? BigInt(value).toString() : goFloat(value);
    }
    return typeof value === "boolean" || typeof value === "bigint" ? String(value) : "null";
}

function key(text: string): string {
    return text.includes("\n") ? doubleQuoted(text) : inlineString(text);
}

/** Indentation of what is inside a mapping: the next multiple of four, also from the odd columns after "- ". */
function deeper(indent: number): number {
    return 4 * Math.floor((indent + 4) / 4);
}

function sequence(values: readonly unknown[], indent: number): string {
    const margin = " ".repeat(indent);
    return values.map((value) => `${margin}- ${node(value, indent + 2).trimStart()}`).join("");
}

function mapping(values: Readonly<Record<string, unknown>>, indent: number): string {
    const margin = " ".repeat(indent);
    return Object.keys(values)
        .filter((name) => values[name] !== undefined)
        .sort(compareKeys)
        .map((name) => {
            const value = values[name];
            const inner = node(value, deeper(indent));
            return `${margin}${key(name)}:${hasMembers(value) ? "\n" : " "}${inner}`;
        })
        .join("");
}

function hasMembers(value: unknown): boolean {
    return Array.isArray(value)
        ? value.length > 0
        : isMapping(value) && Object.values(value).some((member) => member !== undefined);
}

function node(value: unknown, indent: number): string {
    if (Array.isArray(value)) {
        return value.length > 0 ? sequence(value, indent) : "[]\n";
    }
    if (isMapping(value)) {
        return hasMembers(value) ? mapping(value, indent) : "{}\n";
    }
    return `${scalar(value, indent)}\n`;
}

/** Writes a mapping as Go's `gopkg.in/yaml.v3` does: sorted keys, four blanks, lists indented, no folding. */
export function writeGoYaml(value: Readonly<Record<string, unknown>>): string {
    return node(value, 0);
}
