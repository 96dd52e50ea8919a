// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "../model";
import { isPartOfReplacement, operationWords } from "./operations";
import type { Palette } from "./palette";
import { count, type Row } from "./run-record";
import { changedNames } from "./step-difference";
import { counted, elapsed } from "./text";

/** The moment at which a row is looked at. */
export interface Moment {
    readonly now: number;
    readonly isPreview: boolean;
    /** How the run ended, once it has. */
    readonly ended?: "succeeded" | "failed" | "canceled";
}

/** What a row is about: of a replacement's steps the replacement itself, in a preview and when all is done. */
export function operationOf(row: Row, at: Moment): Operation {
    const op = row.step?.op ?? "same";
    const isWhole = at.isPreview || at.ended === "succeeded";
    return isWhole && isPartOfReplacement(op) ? "replace" : op;
}

/** "create", "creating (3s)", "created (0.30s)", "creating failed". */
export function statusOf(row: Row, at: Moment): string {
    const operation = operationOf(row, at);
    const words = operationWords(operation);
    if (row.state === "failed" || (count(row, "error") > 0 && at.ended !== undefined)) {
        return `**${words.running === "" ? "failed" : `${words.running} failed`}**`;
    }
    if (at.isPreview) {
        return words.preview;
    }
    if (row.state === "done") {
        return words.done === "" ? "" : `${words.done} (${elapsed(row.ended - row.started)})`;
    }
    if (at.ended !== undefined) {
        return isInterrupted(row) ? `${words.running} (interrupted)` : words.done;
    }
    return words.running === "" ? "" : `${words.running} (${Math.floor((at.now - row.started) / 1000)}s)`;
}

/** Components may end without a word; only what a provider works on can be cut short. */
function isInterrupted(row: Row): boolean {
    const { step } = row;
    return step !== undefined && (step.new?.custom === true || step.old?.custom === true) && step.op !== "same";
}

/** What goes on at the moment, what differs, and how much was said about it. */
export function infoOf(row: Row, at: Moment, palette: Palette): string {
    const parts: string[] = [];
    const { step } = row;
    if (step !== undefined && step.old !== null && step.new !== null && step.op !== "same") {
        const names = changedNames(step);
        parts.push(...(names.length > 0 ? [`[diff: ${names.join(",")}]`] : []));
    }
    if (at.ended === undefined) {
        const last = row.diagnostics.at(-1)?.message;
        const message = row.message ?? last;
        parts.push(...(message === undefined ? [] : [palette.tagged(message).split("\n")[0] ?? ""]));
    } else {
        const counts = [
            [count(row, "error"), "error"],
            [count(row, "warning"), "warning"],
            [count(row, "info"), "message"],
        ] as const;
        parts.push(...counts.filter(([number]) => number > 0).map(([number, noun]) => counted(number, noun)));
    }
    return parts.join("; ");
}
