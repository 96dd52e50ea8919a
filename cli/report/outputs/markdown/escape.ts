// SPDX-License-Identifier: Apache-2.0
import { oneLine } from "../../../text/words";

/**
 * A backslash does not keep an "&" from beginning an entity everywhere, nor an "@" or a "#" from calling somebody or
 * linking to an issue.
 */
const ESCAPES: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "@": "@\u200b",
    "#": "#\u200b",
};

/** Text as it is, with nothing that Markdown or HTML would make something of: for a cell, a list or a heading. */
export function escaped(text: string): string {
    return oneLine(text)
        .replace(/[\\`*_[\]<>|~$&@]|#(?=\w)/g, (character) => ESCAPES[character] ?? `\\${character}`)
        .replace(/^(\d*)([-+.)])(?!\d)/, "$1\\$2");
}

/** Text inside of an element, where Markdown is not read. */
export function htmlEscaped(text: string): string {
    return oneLine(text).replace(/[<>&@]|#(?=\w)/g, (character) => ESCAPES[character] ?? character);
}

/** Escaped text in so many bytes at most; what does not fit is an ellipsis. */
export function clipped(text: string, most: number): string {
    const whole = escaped(text);
    if (bytesOf(whole) <= most) {
        return whole;
    }
    let kept = "";
    for (const character of oneLine(text)) {
        if (bytesOf(escaped(`${kept}${character}…`)) > most) {
            break;
        }
        kept += character;
    }
    return escaped(`${kept}…`);
}

/** Bytes of UTF-8: at least as many as there are characters, whoever counts them. */
export function bytesOf(text: string): number {
    return Buffer.byteLength(text, "utf8");
}
