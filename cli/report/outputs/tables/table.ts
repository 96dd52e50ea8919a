// SPDX-License-Identifier: Apache-2.0
import type { Cell, TextTable, Tone } from "../../../text/table";

/** What the rows of a table are. */
export type Subject =
    "pools" | "bindings" | "isolation" | "answers" | "connections" | "extensions" | "config" | "order" | "undo";

/** A table as every form shows it in its own way. */
export interface Table extends TextTable {
    readonly subject: Subject;
    /** What the details of its rows are. */
    readonly detailColumn?: string;
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
