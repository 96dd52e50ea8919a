// SPDX-License-Identifier: Apache-2.0

/** Stands for a value that a preview does not know yet. */
export const LATE = "known only after the update";

/** How many names a sentence lists before it only counts. */
const LISTED = 5;

/** A number of things: "1 pod", "7 pods". */
export function counted(count: number | bigint, one: string, many = `${one}s`): string {
    return `${count} ${numbered(count, one, many)}`;
}

/** The word that goes with a number: numbered(7, "is", "are") is "are". */
export function numbered(count: number | bigint, one: string, many: string): string {
    return BigInt(count) === 1n ? one : many;
}

/** Names in a sentence: "a", "a and b", "a, b, c, d, e and 3 more". */
export function listed(names: readonly string[]): string {
    const rest = names.length - LISTED;
    const parts = rest > 0 ? [...names.slice(0, LISTED), `${rest} more`] : names;
    return [parts.slice(0, -1).join(", "), ...parts.slice(-1)].filter((part) => part !== "").join(" and ");
}

/** The same with quotes around each name. */
export function quoted(names: readonly string[]): string {
    return listed(names.map((name) => `"${name}"`));
}

/** What is wrong and the way out of it, which the message of a Problem says one after the other. */
export function inTwo(problem: string): { readonly message: string; readonly wayOut: string } {
    const end = `${problem} `.indexOf(". ") + 1;
    return { message: problem.slice(0, end), wayOut: problem.slice(end + 1) };
}
