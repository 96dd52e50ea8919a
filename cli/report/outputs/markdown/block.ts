// SPDX-License-Identifier: Apache-2.0
import type { Severity } from "kubesphere-network/lib/report/report";
import type { Subject } from "../tables/table";
import { countText } from "../../../text/words";

/** What the rows of a block are. */
export type BlockSubject = Severity | Subject | "notes";

/** What rows are called; those of the first subjects stay longest where there is too little room. */
export const SUBJECT_NOUNS: Readonly<Record<BlockSubject, string>> = {
    danger: "dangers",
    undo: "things that cannot be undone",
    warning: "warnings",
    answers: "standing answers",
    pools: "pools",
    isolation: "projects and workspaces",
    connections: "connections",
    order: "steps",
    bindings: "bound namespaces",
    notes: "notes",
    extensions: "extensions",
    config: "values of the configuration",
    notice: "notices",
};

/** A piece of a comment that may be left out, or lose rows from the end. */
export interface Block {
    readonly subject: BlockSubject;
    /** What comes before the rows: titles, and the head of a table. */
    readonly opening: string;
    /** Rows of a table or items of a list, one a line. */
    readonly rows: readonly string[];
    /** What comes after them. */
    readonly closing?: string;
}

/** What is between two blocks. */
const BETWEEN = "\n\n";

/** Pieces one after the other. */
export function joined(pieces: readonly string[]): string {
    return `${pieces.join(BETWEEN)}\n`;
}

/** A block with so many of its rows, and a line that says how many are missing. */
export function blockText({ subject, opening, rows, closing }: Block, count = rows.length): string {
    const rest = rows.length - count;
    return [
        `${opening}\n${rows.slice(0, count).join("\n")}`,
        ...(rest > 0 ? [`_${partText(rest, rows.length, subject)} left out._`] : []),
        ...(closing === undefined ? [] : [closing]),
    ].join(BETWEEN);
}

/** So many of all rows, in words. */
export function partText(count: number, all: number, subject: BlockSubject): string {
    return `${countText(count)} of ${countText(all)} ${SUBJECT_NOUNS[subject]}`;
}
