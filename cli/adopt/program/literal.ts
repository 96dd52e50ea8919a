// SPDX-License-Identifier: Apache-2.0

/** Longer values take a line for each member. */
const WIDTH = 80;

const INDENT = "    ";

/** Plain data as TypeScript has it. */
export function literal(value: unknown): string {
    const inline = onOneLine(value);
    if (inline.length <= WIDTH || typeof value !== "object" || value === null) {
        return inline;
    }
    const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
    const members = Array.isArray(value)
        ? value.map((item) => literal(item))
        : membersOf(value).map(([key, member]) => `${keyText(key)}: ${literal(member)}`);
    return [open, ...members.map((member) => `${INDENT}${member.replaceAll("\n", `\n${INDENT}`)},`), close].join("\n");
}

function onOneLine(value: unknown): string {
    if (Array.isArray(value)) {
        return `[${value.map(onOneLine).join(", ")}]`;
    }
    if (typeof value !== "object" || value === null) {
        return JSON.stringify(value);
    }
    const members = membersOf(value).map(([key, member]) => `${keyText(key)}: ${onOneLine(member)}`);
    return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function membersOf(value: object): [string, unknown][] {
    return Object.entries(value).filter(([, member]) => member !== undefined);
}

/** A key as TypeScript has it: all but identifiers in quotes, also numbers, of which some spellings mean another key. */
export function keyText(key: string): string {
    return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}
