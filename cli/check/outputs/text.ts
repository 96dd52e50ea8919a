// SPDX-License-Identifier: Apache-2.0
import pc from "picocolors";
import { type Finding, type Report, summaryLine } from "../report";
import { LEVEL_WORDS, placeOf, sentence } from "./words";

/** One line a finding, a paragraph an input, and the summary. */
export function text({ findings, summary }: Report, isTerminal: boolean): string {
    const colours = pc.createColors(isTerminal ? pc.isColorSupported : false);
    const paint = { mandatory: colours.red, advisory: colours.yellow, undecided: colours.cyan };
    const levelWidth = widest(findings.map(({ level }) => LEVEL_WORDS[level]));
    const ruleWidth = widest(findings.map(({ rule }) => rule));
    const paragraphs = byInput(findings).map((group) => {
        const placeWidth = widest(group.map(placeOf));
        return group.map((finding) => {
            const { level, rule } = finding;
            const columns = [
                colours.bold(placeOf(finding).padEnd(placeWidth)),
                paint[level](LEVEL_WORDS[level].padEnd(levelWidth)),
                colours.dim(rule.padEnd(ruleWidth)),
                sentence(finding),
            ];
            return columns.join("  ");
        });
    });
    const ending = summary.mandatory > 0 ? colours.red : summary.advisory > 0 ? colours.yellow : colours.green;
    return [...paragraphs, [ending(summaryLine(summary))]].map((lines) => `${lines.join("\n")}\n`).join("\n");
}

/** Findings that follow each other and are of one input. */
function byInput(findings: readonly Finding[]): Finding[][] {
    const groups: Finding[][] = [];
    for (const finding of findings) {
        const last = groups.at(-1);
        if (last !== undefined && last[0]?.input === finding.input) {
            last.push(finding);
        } else {
            groups.push([finding]);
        }
    }
    return groups;
}

function widest(texts: readonly string[]): number {
    return texts.reduce((width, { length }) => Math.max(width, length), 0);
}
