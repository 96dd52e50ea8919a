// SPDX-License-Identifier: Apache-2.0
import type { RuleInfo } from "../lib/rule";

/** Rules as a Markdown table. */
export function ruleTable(rules: readonly RuleInfo[]): string {
    const rows = rules.map(({ id, reason, source }) => `| \`${id}\` | ${cell(reason)} | ${cell(source)} |`);
    return ["| rule | why | source |", "| --- | --- | --- |", ...rows].join("\n");
}

function cell(text: string): string {
    return text.replaceAll("|", "\\|").replaceAll("<", "\\<");
}
