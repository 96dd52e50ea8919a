// SPDX-License-Identifier: Apache-2.0
import { columnWidths, type Content, indented, inColumns, paragraph } from "./layout";
import { heading, type Page, restOf } from "./page";
import type { Paints } from "./paints";

/** What a cell says of what happens, for colours. Whoever sees none reads it in the text. */
export type Tone = "bad" | "good" | "other" | "quiet";

/** A text, or one that a form may colour. */
export type Cell = string | { readonly text: string; readonly tone: Tone };

/** A row, and what is too long for a column. */
export interface Row {
    readonly cells: readonly Cell[];
    readonly details?: readonly string[];
}

/** A table as texts show it. */
export interface TextTable {
    readonly title: string;
    /** What is told before it. */
    readonly lead?: readonly string[];
    readonly columns: readonly string[];
    readonly rows: readonly Row[];
}

/** The text of a cell. */
export function textOf(cell: Cell): string {
    return typeof cell === "string" ? cell : cell.text;
}

const MOST_ROWS = 30;

/** A table with its title. At most so many rows are shown, and the rest is counted. */
export function tableSection({ title, lead = [], columns, rows }: TextTable, page: Page, most = MOST_ROWS): string {
    const { width, paints } = page;
    const shown = rows.slice(0, most);
    const head = columns.map((column): Content => [{ text: column.toUpperCase(), paint: paints.quiet }]);
    const body = shown.map(({ cells }) => cells.map((cell) => [paintedCell(cell, paints)]));
    const widths = columnWidths([head, ...body], width - 2);
    const lines = body.map((cells, index) =>
        [indented(inColumns([cells], widths), 2), ...detailLines(shown[index], page)].join("\n"),
    );
    return [
        heading(title, page),
        ...lead.map((text) => paragraph([{ text, paint: paints.quiet }], width, 2)),
        indented(inColumns([head], widths), 2),
        ...lines,
        ...restOf(rows.length, most, page),
    ].join("\n");
}

function detailLines(row: Row | undefined, { width, paints }: Page): string[] {
    return (row?.details ?? []).map((text) => paragraph([{ text, paint: paints.quiet }], width, 6));
}

function paintedCell(cell: Cell, { tone }: Paints): Content[number] {
    return { text: textOf(cell), paint: typeof cell === "string" ? undefined : tone[cell.tone] };
}
