// SPDX-License-Identifier: Apache-2.0
import { type Finding, type Report, summaryLine } from "../report";
import { LEVEL_WORDS, placeOf, sentence } from "./words";

/** The summary and a table, rule by rule, for a pull request. */
export function markdown({ rules, findings, summary }: Report): string {
    const byRule = rules.flatMap(({ name }) => findings.filter(({ rule }) => rule === name));
    const table = ["| rule | level | what | where |", "| --- | --- | --- | --- |", ...byRule.map(row)];
    return [`**ksnet check:** ${summaryLine(summary)}\n`, ...(byRule.length > 0 ? [`${table.join("\n")}\n`] : [])].join(
        "\n",
    );
}

function row(finding: Finding): string {
    const cells = [LEVEL_WORDS[finding.level], sentence(finding), placeOf(finding)].map(cell);
    return `| ${[`\`${finding.rule}\``, ...cells].join(" | ")} |`;
}

/** Text as it is, with nothing that Markdown or HTML would make something of. */
function cell(text: string): string {
    return text.replace(/[\\`*_[\]<>|~$&@]/g, (character) => ESCAPES[character] ?? `\\${character}`);
}

/** A backslash does not keep an "&" from beginning an entity everywhere, nor an "@" from calling somebody. */
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "@\u200b" };
