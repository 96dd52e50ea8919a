// SPDX-License-Identifier: Apache-2.0
import { type Finding, type Report, SEVERITIES, type Severity } from "kubesphere-network/lib/report/report";
import { tablesOf } from "../tables";
import { type Table } from "../tables/table";
import { type Cell, textOf } from "../../../text/table";
import { changeText, objectTitle } from "../words";
import { counted, countText } from "../../../text/words";
import type { Block } from "./block";
import { escaped, htmlEscaped } from "./escape";

/** What stands for a severity, beside its word. */
export const SEVERITY_ICONS: Readonly<Record<Severity, string>> = { danger: "🔴", warning: "🟠", notice: "🔵" };

const CLOSING = "</details>";

/** Columns of pools that a comment shows without scrolling. */
const MOST_POOLS = 10;

/** All that a report says after its summary, in the order in which it is read. */
export function blocksOf(report: Report): Block[] {
    return [
        ...SEVERITIES.map((severity) => findingBlock(report.findings, severity)),
        ...tablesOf(report, MOST_POOLS).map(tableBlock),
        notesBlock(report.notes),
    ].filter(({ rows }) => rows.length > 0);
}

function findingBlock(findings: readonly Finding[], severity: Severity): Block {
    const found = findings.filter((finding) => finding.severity === severity);
    const title = counted(found.length, severity);
    const icon = SEVERITY_ICONS[severity];
    const rows = found.map(findingItem);
    return severity === "notice"
        ? { subject: severity, opening: detailsOpening(`${icon} <b>${title}</b>`), rows, closing: CLOSING }
        : { subject: severity, opening: `### ${icon} ${title}\n`, rows };
}

function findingItem(finding: Finding): string {
    const { object, cluster, rule, message, wayOut } = finding;
    const change = changeText(finding);
    const head = `**${escaped(objectTitle(object, cluster))}**${change === undefined ? "" : `: ${escaped(change)}`}`;
    return [
        `- ${head} <code>${escaped(rule)}</code>`,
        escaped(message),
        ...(wayOut === undefined ? [] : [`**Way out:** ${escaped(wayOut)}`]),
    ].join("<br>");
}

function tableBlock({ subject, title, lead = [], columns, detailColumn, rows }: Table): Block {
    const heads = [...columns, ...(detailColumn === undefined ? [] : [detailColumn])];
    const lines = rows.map(({ cells, details = [] }) =>
        tableLine([...cells.map(cellText), ...(detailColumn === undefined ? [] : [details.map(escaped).join("<br>")])]),
    );
    return {
        subject,
        opening: [
            detailsOpening(`<b>${htmlEscaped(title)}</b> (${countText(rows.length)})`),
            ...lead.map((text) => `${escaped(text)}\n`),
            tableLine(heads.map(escaped)),
            tableLine(heads.map(() => "---")),
        ].join("\n"),
        rows: lines,
        closing: CLOSING,
    };
}

function notesBlock(notes: readonly string[]): Block {
    return {
        subject: "notes",
        opening: detailsOpening(`<b>Notes</b> (${countText(notes.length)})`),
        rows: notes.map((note) => `- ${escaped(note)}`),
        closing: CLOSING,
    };
}

function detailsOpening(summary: string): string {
    return `<details>\n<summary>${summary}</summary>\n`;
}

function cellText(cell: Cell): string {
    const text = escaped(textOf(cell));
    return text !== "" && typeof cell !== "string" && cell.tone === "bad" ? `**${text}**` : text;
}

/** A line of a table. */
export function tableLine(cells: readonly string[]): string {
    return `| ${cells.join(" | ")} |`;
}
