// SPDX-License-Identifier: Apache-2.0
import Table from "cli-table3";
import type { Formatter } from "picocolors/types";
import { oneLine } from "./words";

/** A text in one colour. */
export interface Piece {
    readonly text: string;
    readonly paint?: Formatter;
}

/** What stands in one cell. */
export type Content = readonly Piece[];

/** Cells have neither frame nor rule; a space follows each, and one is between two. */
const STYLE: Table.TableConstructorOptions = {
    chars: {
        ...{ top: "", "top-mid": "", "top-left": "", "top-right": "" },
        ...{ bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
        ...{ left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "" },
        middle: " ",
    },
    style: { "padding-left": 0, "padding-right": 1, head: [], border: [] },
    wordWrap: true,
};

/** Chinese, emoji and the like take two columns of a terminal. */
const WIDE = /[\u{2e80}-\u{10ffff}]/u;

/** Widths of columns for rows that are to fit in a width: the widest give way first. */
export function columnWidths(rows: readonly (readonly Content[])[], width: number): number[] {
    const widths = naturalWidths(rows);
    const capped = (cap: number): number[] => widths.map((natural) => Math.min(natural, cap));
    // The last column's padding is cut off.
    const isTooWide = (cap: number): boolean => sum(capped(cap)) + widths.length - 1 > width + 1;
    let cap = width + 1;
    while (cap > 2 && isTooWide(cap)) {
        cap--;
    }
    return capped(cap);
}

/** Rows in columns, wrapped between words. */
export function inColumns(rows: readonly (readonly Content[])[], widths: readonly number[]): string {
    const table = new Table({ ...STYLE, colWidths: [...widths] });
    table.push(...rows.map((row) => row.map((cell, column) => painted(cell, (widths[column] ?? 0) - 1))));
    return table.toString().replace(/ +$/gm, "");
}

/** A paragraph that begins so many spaces from the left. */
export function paragraph(content: Content, width: number, indent: number): string {
    return indented(inColumns([[content]], [width - indent + 1]), indent);
}

/** A paragraph beside its first word, that begins so many spaces from the left. */
export function hanging(first: Piece, text: string, width: number, indent: number): string {
    const room = width - indent - first.text.length - 2;
    return indented(inColumns([[[first], [{ text }]]], [first.text.length + 1, room + 1]), indent);
}

/** Lines that begin so many spaces further right. */
export function indented(text: string, indent: number): string {
    return text.replace(/^/gm, " ".repeat(indent));
}

function naturalWidths(rows: readonly (readonly Content[])[]): number[] {
    const table = new Table(STYLE);
    table.push(...rows.map((row) => row.map((cell) => painted(cell, Infinity))));
    // Drawing it is what measures it.
    table.toString();
    return table.options.colWidths.map((natural) => natural ?? 0);
}

function painted(content: Content, width: number): string {
    return content
        .map(({ text, paint = String }) => ({ text: withBreaks(oneLine(text), width), paint }))
        .flatMap(({ text, paint }) => (text === "" ? [] : [paint(text)]))
        .join("  ");
}

/**
 * Breaks words that no line has room for, after a mark if there is one: the table would cut them off. Two neighbours of
 * the pieces never fit into one line, so that no space is seen.
 */
function withBreaks(text: string, width: number): string {
    return text.replace(/\S+/g, (word) => {
        const room = WIDE.test(word) ? Math.max(1, Math.floor(width / 2)) : width;
        return word.length <= room ? word : (word.match(piecesOf(room)) ?? []).join(" ");
    });
}

function piecesOf(room: number): RegExp {
    const least = Math.floor(room / 2);
    return new RegExp(`.{1,${room}}$|.{${least},${room - 1}}[-./:,]|.{1,${room}}`, "gu");
}

function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, each) => total + each, 0);
}
