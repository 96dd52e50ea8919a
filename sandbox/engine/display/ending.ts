// SPDX-License-Identifier: Apache-2.0
import { urnName } from "../urn";
import { outputsBlock } from "./outputs-block";
import { SUMMARY_ORDER, operationWords, pastTense } from "./operations";
import type { Palette } from "./palette";
import { policiesBlock } from "./policies-block";
import type { Diagnostic, RunRecord, Summary } from "./run-record";
import { counted, displayType, duration } from "./text";

/** What stands below the resources at the end of a run: violations, messages, outputs, counts, duration. */
export function ending(record: RunRecord, palette: Palette): string[] {
    return [
        ...policiesBlock(record, palette),
        ...diagnosticsBlock(record, palette),
        ...outputsBlock(record, palette),
        ...(record.summary === undefined ? [] : summaryBlock(record.summary, record.errored, palette)),
    ];
}

function diagnosticsBlock(record: RunRecord, palette: Palette): string[] {
    const lines: string[] = [];
    for (const row of record.rows.values()) {
        const texts = row.diagnostics.map((diagnostic) => diagnosticLines(diagnostic, palette));
        if (texts.length > 0) {
            const title = row.urn === "" ? "Run:" : `${displayType(row.urn)} (${urnName(row.urn)}):`;
            lines.push(`  ${palette.resource(title)}`, ...texts.flat().map((line) => `    ${line}`.trimEnd()), "");
        }
    }
    return lines.length === 0 ? [] : [palette.headline("Diagnostics:"), ...lines];
}

/** A message behind its severity; lines without text at its end are left out. */
export function diagnosticLines(diagnostic: Diagnostic, palette: Palette): string[] {
    const { prefix, severity, message } = diagnostic;
    const own = { error: palette.error("error: "), warning: palette.warning("warning: "), debug: "debug: " };
    const front = prefix ?? (severity in own ? own[severity as keyof typeof own] : "");
    return palette.tagged(front + message.trimEnd()).split("\n");
}

function summaryBlock(summary: Summary, errored: number, palette: Palette): string[] {
    const changes = SUMMARY_ORDER.map((operation) => ({ operation, count: summary.resourceChanges[operation] ?? 0 }));
    const named = changes.filter(({ count }) => count > 0);
    const lines = named.map(({ operation, count }) => {
        const words = summary.isPreview ? `to ${operation}` : pastTense(operation);
        return `    ${palette.operation(operation)(`${operationWords(operation).mark}${count} ${words}`)}`;
    });
    const total = named.reduce((sum, { count }) => sum + count, 0);
    const same = summary.resourceChanges.same ?? 0;
    const rest = [...(named.length >= 2 ? [counted(total, "change")] : []), ...(same > 0 ? [`${same} unchanged`] : [])];
    return [
        palette.headline("Resources:"),
        ...lines,
        ...(rest.length > 0 ? [`    ${rest.join(". ")}`] : []),
        ...(errored > 0 ? [`    ${palette.error(`${errored} errored`)}`] : []),
        "",
        `${palette.headline("Duration:")} ${duration(summary.durationSeconds)}`,
    ];
}
