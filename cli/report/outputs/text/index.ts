// SPDX-License-Identifier: Apache-2.0
import type { Report, SummaryLine } from "kubesphere-network/lib/report/report";
import { tablesOf } from "../tables";
import { AREA_TITLES, findingCounts } from "../words";
import { isQuiet, worthShowing } from "../worth-showing";
import { entrySections } from "../../../text/entries";
import { columnWidths, type Content, indented, inColumns, paragraph } from "../../../text/layout";
import { type Page, pageFor, type TextOptions } from "../../../text/page";
import { tableSection } from "../../../text/table";
import { findingEntry, notesSection } from "./sections";

/** A column of a matrix takes so much of the width. */
const COLUMNS_A_POOL = 15;

/** A report for a terminal: the summary, the findings, and then what changes in each area. */
export function textReport(report: Report, options: TextOptions): string {
    const page = pageFor(options);
    const shown = worthShowing(report);
    const sections = [
        headSection(shown, page),
        ...entrySections(shown.findings.map(findingEntry), page),
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
