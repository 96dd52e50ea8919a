// SPDX-License-Identifier: Apache-2.0
import { type Finding, type Level, type Report, summaryLine } from "../report";
import { relativePath } from "./paths";
import { sentence } from "./words";

const COMMANDS: Readonly<Record<Level, string>> = { mandatory: "error", advisory: "warning", undecided: "notice" };

/** Commands that make GitHub Actions show findings in the changed files, and the summary. */
export function github({ findings, summary }: Report): string {
    return [...findings.map(command), summaryLine(summary)].map((line) => `${line}\n`).join("");
}

function command(finding: Finding): string {
    const { level, rule, input, position } = finding;
    const properties = {
        // Only manifests are files of the repository.
        ...(input && position && { file: relativePath(input.label), line: position.line, col: position.column }),
        title: rule,
    };
    const written = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(String(value))}`);
    return `::${COMMANDS[level]} ${written.join(",")}::${escaped(sentence(finding))}`;
}

/** Source: escapeData and escapeProperty in packages/core/src/command.ts of actions/toolkit. */
function escaped(text: string): string {
    return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
    return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
