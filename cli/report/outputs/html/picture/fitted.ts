// SPDX-License-Identifier: Apache-2.0
import { visible } from "../markup";

/** Widths of characters in parts of the font's size: of a wide sans serif in bold, so that other fonts need less. */
const WIDTHS: readonly (readonly [characters: RegExp, width: number])[] = [
    [/[-ijl.,:;'|!/\\()[\] ]/, 0.42],
    [/[mwMW@%→+~−]/, 1.1],
    [/[\d]/, 0.7],
    [/[a-z]/, 0.69],
    [/[\u0020-\u00ff]/, 0.84],
];

/** About as wide as any other character gets. */
const WIDEST = 1.1;

/** An upper bound of a text's width, in pixels. */
export function widthOf(text: string, fontSize: number): number {
    const widths = Array.from(
        text,
        (character) => WIDTHS.find(([characters]) => characters.test(character))?.[1] ?? WIDEST,
    );
    return fontSize * widths.reduce((sum, width) => sum + width, 0);
}

/** No label is wide enough for more characters. */
const MOST_CHARACTERS = 100;

/** The text, without its middle if it is too wide: names mostly differ at their ends. */
export function fitted(text: string, width: number, fontSize: number): string {
    let shown = visible(text);
    const characters = Array.from(shown);
    const most = Math.min(characters.length - 1, MOST_CHARACTERS);
    for (let left = most; widthOf(shown, fontSize) > width && left > 0; left--) {
        const tail = Math.floor(left / 2);
        shown = `${characters.slice(0, left - tail).join("")}…${characters.slice(characters.length - tail).join("")}`;
    }
    return shown;
}
