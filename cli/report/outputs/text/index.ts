// SPDX-License-Identifier: Apache-2.0
import type { Report, SummaryLine } from "kubesphere-network/lib/report/report";
import { tablesOf } from "../tables";
import { AREA_TITLES, findingCounts } from "../words";
import { isQuiet, worthShowing } from "../worth-showing";
import { columnWidths, type Content, indented, inColumns, paragraph } from "./layout";
import { paintsFor } from "./paints";
import { findingSections, notesSection, type Page, tableSection } from "./sections";

/** How a text is written. */
export interface TextOptions {
    /** Columns that no line is longer than, from 40 on. Defaults to 100, for what is no terminal. */
    readonly width?: number;
    readonly hasColours: boolean;
}

/** A column of a matrix takes so much of the width. */
const COLUMNS_A_POOL = 15;

/** A report for a terminal: the summary, the findings, and then what changes in each area. */
export function textReport(report: Report, { width = 100, hasColours }: TextOptions): string {
    const page: Page = { width: Math.max(40, width), paints: paintsFor(hasColours) };
    const shown = worthShowing(report);
    const sections = [
        headSection(shown, page),
        ...findingSections(shown.findings, page),
        ...tablesOf(shown, Math.floor(page.width / COLUMNS_A_POOL)).map((table) => tableSection(table, page)),
        ...(shown.notes.length > 0 ? [notesSection(shown.notes, page)] : []),
    ];
    return `${sections.join("\n\n")}\n`;
}

function headSection(report: Report, page: Page): string {
    const { paints, width } = page;
    const { title, summary, findings } = report;
    if (isQuiet(report)) {
        return paragraph([{ text: `${title}: nothing changes in the network.`, paint: paints.good }], width, 0);
    }
    const lines = summary.map((line) => summaryCells(line, page));
    const table = inColumns(lines, columnWidths(lines, width - 2));
    return [
        paragraph([{ text: `${title}: ${findingCounts(findings)}`, paint: paints.strong }], width, 0),
        ...(lines.length > 0 ? ["", indented(table, 2)] : []),
    ].join("\n");
}

function summaryCells({ area, severity, text }: SummaryLine, { paints }: Page): Content[] {
    const word = severity?.toUpperCase() ?? "OK";
    const paint = severity === undefined ? paints.good : paints.severity[severity];
    return [[{ text: word, paint }], [{ text: AREA_TITLES[area], paint: paints.strong }], [{ text }]];
}
