// SPDX-License-Identifier: Apache-2.0

/** Text that is HTML already. */
export class Markup {
    constructor(readonly text: string) {}
}

/** What a template takes: text is escaped, markup is not, undefined and false are left out. */
export type Piece = Markup | string | number | undefined | false | readonly Piece[];

/** A template for HTML and SVG in which every value is escaped, unless it came from such a template. It loses its indents. */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Markup {
    return new Markup(parts.map((part, index) => part.replace(/\n\s+/g, "\n") + written(values[index])).join(""));
}

function written(piece: Piece): string {
    if (piece instanceof Markup) {
        return piece.text;
    }
    if (typeof piece === "object") {
        return piece.map(written).join("");
    }
    return piece === undefined || piece === false ? "" : escaped(String(piece));
}

/** Text in which nothing is markup. */
function escaped(text: string): string {
    return visible(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text in which characters that nobody sees, or that reorder others, are shown by their codes. */
export function visible(text: string): string {
    return text
        .replace(/[\t\r\n]+/g, " ")
        .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
