// SPDX-License-Identifier: Apache-2.0
import type { Report } from "kubesphere-network/lib/report/report";
import { AREA_TITLES, findingCounts, worstOf } from "../words";
import { oneLine } from "../../../text/words";
import { isQuiet, worthShowing } from "../worth-showing";
import { type Block, blockText, joined, partText } from "./block";
import { blocksOf, SEVERITY_ICONS, tableLine } from "./blocks";
import { rowsThatFit } from "./budget";
import { bytesOf, clipped } from "./escape";

/** How a comment is written. */
export interface MarkdownOptions {
    /**
     * The most bytes of UTF-8 that it may have, 2,000 at least. Defaults to 65,536, which is how many characters GitHub
     * takes: a text never has fewer bytes than characters, however they are counted.
     */
    readonly budget?: number;
    /** A hidden text at the beginning by which the comment is found again. Defaults to "ksnet-report". */
    readonly marker?: string;
}

const GITHUB_LIMIT = 65_536;
const MOST_TITLE_BYTES = 200;
const MOST_MARKER_LENGTH = 60;

/** A report for a pull request. What does not fit is left out row by row, the least important first, and is told of. */
export function markdownReport(report: Report, options: MarkdownOptions = {}): string {
    const { budget = GITHUB_LIMIT, marker = "ksnet-report" } = options;
    const shown = worthShowing(report);
    const blocks = blocksOf(shown);
    const whole = joined([head(shown, marker, Infinity), ...blocks.map((block) => blockText(block))]);
    return bytesOf(whole) <= budget ? whole : shortened(shown, blocks, { budget, marker });
}

function shortened(report: Report, blocks: readonly Block[], { budget, marker }: Required<MarkdownOptions>): string {
    const longestNote = leftOutNote(blocks, new Map());
    const frame = bytesOf(joined([head(report, marker, 0), longestNote]));
    const beginning = head(report, marker, (budget - frame) / report.summary.length);
    const kept = rowsThatFit(blocks, budget - bytesOf(joined([beginning, longestNote])));
    const texts = blocks.flatMap((block) => {
        const count = kept.get(block) ?? 0;
        return count === 0 ? [] : [blockText(block, count)];
    });
    return joined([beginning, ...texts, leftOutNote(blocks, kept)]);
}

/** The summary, each of whose lines has so many bytes at most. */
function head(report: Report, marker: string, most: number): string {
    const { title, summary, findings } = report;
    const worst = worstOf(report);
    const found = isQuiet(report) ? "nothing changes" : findingCounts(findings);
    const lines = summary.map(({ area, severity, text }) =>
        tableLine([
            severity === undefined ? "🟢 ok" : `${SEVERITY_ICONS[severity]} **${severity}**`,
            AREA_TITLES[area],
            clipped(text, most),
        ]),
    );
    return [
        `<!-- ${oneLine(marker).replace(/[<>]/g, "").slice(0, MOST_MARKER_LENGTH)} -->`,
        `## ${worst === undefined ? "🟢" : SEVERITY_ICONS[worst]} Network report: ${found}`,
        `What was compared: ${clipped(title, MOST_TITLE_BYTES)}`,
        ...(lines.length === 0
            ? []
            : [[tableLine(["severity", "area", "what changes"]), "| --- | --- | --- |", ...lines].join("\n")]),
    ].join("\n\n");
}

/** What is missing, by subject. */
function leftOutNote(blocks: readonly Block[], kept: ReadonlyMap<Block, number>): string {
    const subjects = [...new Set(blocks.map(({ subject }) => subject))];
    const parts = subjects.flatMap((subject) => {
        const same = blocks.filter((block) => block.subject === subject);
        const all = same.reduce((total, { rows }) => total + rows.length, 0);
        const rest = same.reduce((total, block) => total - (kept.get(block) ?? 0), all);
        return rest === 0 ? [] : [partText(rest, all, subject)];
    });
    return `> **Left out, because a comment has no room for it:** ${parts.join(", ")}. Everything is in \`ksnet report --format html\`.`;
}
