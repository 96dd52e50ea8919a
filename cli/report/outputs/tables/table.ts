// SPDX-License-Identifier: Apache-2.0

/** What a cell says of what happens, for colours. Whoever sees none reads it in the text. */
export type Tone = "bad" | "good" | "other" | "quiet";

/** A text, or one that a form may colour. */
export type Cell = string | { readonly text: string; readonly tone: Tone };

/** What the rows of a table are. */
export type Subject =
    "pools" | "bindings" | "isolation" | "answers" | "connections" | "extensions" | "config" | "order" | "undo";

/** A row, and what is too long for a column. */
export interface Row {
    readonly cells: readonly Cell[];
    readonly details?: readonly string[];
}

/** A table as every form shows it in its own way. */
export interface Table {
    readonly subject: Subject;
    readonly title: string;
    /** What is told before it. */
    readonly lead?: readonly string[];
    readonly columns: readonly string[];
    /** What the details of its rows are. */
    readonly detailColumn?: string;
    readonly rows: readonly Row[];
}

/** The text of a cell. */
export function textOf(cell: Cell): string {
    return typeof cell === "string" ? cell : cell.text;
}

const TONES: Readonly<Record<string, Tone>> = {
    created: "good",
    added: "good",
    gained: "good",
    deleted: "bad",
    removed: "bad",
    lost: "bad",
    changed: "other",
};

/** A word for what becomes of something. */
export function changeCell(change: string): Cell {
    return { text: change, tone: TONES[change] ?? "quiet" };
}

/** A column for clusters, if there is more than one. */
export class ClusterColumn {
    private readonly isShown: boolean;

    constructor(items: readonly { readonly cluster?: string }[]) {
        this.isShown = items.some(({ cluster }) => cluster !== undefined);
    }

    /** Heads with that of the cluster. */
    head(...columns: readonly string[]): string[] {
        return this.isShown ? ["cluster", ...columns] : [...columns];
    }

    /** Cells with that of the cluster. */
    cells(cluster: string | undefined, ...cells: readonly Cell[]): Cell[] {
        return this.isShown ? [cluster ?? "", ...cells] : [...cells];
    }
}
