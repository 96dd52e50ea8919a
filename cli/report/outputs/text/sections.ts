// SPDX-License-Identifier: Apache-2.0
import { type Finding, SEVERITIES, type Severity } from "kubesphere-network/lib/report/report";
import type { Formatter } from "picocolors/types";
import { type Cell, type Row, type Table, textOf } from "../tables/table";
import { changeText, counted, countText, objectTitle } from "../words";
import { columnWidths, type Content, hanging, indented, inColumns, paragraph } from "./layout";
import type { Paints } from "./paints";

/** Where a text is written. */
export interface Page {
    /** Columns of the terminal. */
    readonly width: number;
    readonly paints: Paints;
}

/** No danger is left out of the list. */
const MOST_FINDINGS: Readonly<Record<Severity, number>> = { danger: Infinity, warning: 30, notice: 10 };
const MOST_ROWS = 30;
const MOST_NOTES = 10;

/** The findings of each severity, the worst first. */
export function findingSections(findings: readonly Finding[], page: Page): string[] {
    return SEVERITIES.flatMap((severity) => {
        const found = findings.filter((finding) => finding.severity === severity);
        const most = MOST_FINDINGS[severity];
        const parts = found.slice(0, most).map((finding) => findingText(finding, page));
        const title = heading(counted(found.length, severity), page, page.paints.severity[severity]);
        return found.length === 0 ? [] : [[title, ...parts, ...restOf(found.length, most, page)].join("\n\n")];
    });
}

/** A table with its title. */
export function tableSection({ title, lead = [], columns, rows }: Table, page: Page): string {
    const { width, paints } = page;
    const shown = rows.slice(0, MOST_ROWS);
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
        ...restOf(rows.length, MOST_ROWS, page),
    ].join("\n");
}

/** What could not be known. */
export function notesSection(notes: readonly string[], page: Page): string {
    const lines = notes.slice(0, MOST_NOTES).map((text) => hanging({ text: "-" }, text, page.width, 2));
    return [heading("Notes", page), ...lines, ...restOf(notes.length, MOST_NOTES, page)].join("\n");
}

function findingText(finding: Finding, { width, paints }: Page): string {
    const { object, cluster, rule, message, wayOut } = finding;
    const change = changeText(finding);
    const head = [
        { text: objectTitle(object, cluster), paint: paints.strong },
        ...(change === undefined ? [] : [{ text: change }]),
        { text: rule, paint: paints.quiet },
    ];
    return [
        paragraph(head, width, 2),
        paragraph([{ text: message }], width, 4),
        ...(wayOut === undefined ? [] : [hanging({ text: "Way out:", paint: paints.good }, wayOut, width, 4)]),
    ].join("\n");
}

function detailLines(row: Row | undefined, { width, paints }: Page): string[] {
    return (row?.details ?? []).map((text) => paragraph([{ text, paint: paints.quiet }], width, 6));
}

function paintedCell(cell: Cell, { tone }: Paints): Content[number] {
    return { text: textOf(cell), paint: typeof cell === "string" ? undefined : tone[cell.tone] };
}

function restOf(count: number, most: number, { paints }: Page): string[] {
    return count > most ? [paints.quiet(`  and ${countText(count - most)} more`)] : [];
}

function heading(title: string, { width, paints }: Page, paint: Formatter = paints.strong): string {
    const name = paragraph([{ text: title, paint }], width, 0);
    const rule = width - title.length - 1;
    return rule > 0 ? `${name} ${paints.quiet("─".repeat(rule))}` : name;
}
