// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "../model";

/** How one kind of step is written. */
export interface OperationWords {
    /** Two characters in front of a line. */
    readonly mark: string;
    readonly colour: "green" | "yellow" | "red" | "magenta" | "cyan" | "none";
    readonly preview: string;
    readonly running: string;
    readonly done: string;
}

const WORDS: Readonly<Record<Operation, OperationWords>> = {
    same: { mark: "  ", colour: "none", preview: "", running: "", done: "" },
    create: { mark: "+ ", colour: "green", preview: "create", running: "creating", done: "created" },
    update: { mark: "~ ", colour: "yellow", preview: "update", running: "updating", done: "updated" },
    delete: { mark: "- ", colour: "red", preview: "delete", running: "deleting", done: "deleted" },
    replace: { mark: "+-", colour: "magenta", preview: "replace", running: "replacing", done: "replaced" },
    "create-replacement": {
        mark: "++",
        colour: "green",
        preview: "replace",
        running: "creating replacement",
        done: "created replacement",
    },
    "delete-replaced": {
        mark: "--",
        colour: "red",
        preview: "replace",
        running: "deleting original",
        done: "deleted original",
    },
    read: { mark: "> ", colour: "cyan", preview: "read", running: "reading", done: "read" },
    "read-replacement": {
        mark: ">>",
        colour: "magenta",
        preview: "replace",
        running: "reading for replacement",
        done: "read for replacement",
    },
    refresh: { mark: "~ ", colour: "yellow", preview: "refresh", running: "refreshing", done: "refreshed" },
    discard: { mark: "< ", colour: "red", preview: "discard", running: "discarding", done: "discarded" },
    "discard-replaced": {
        mark: "<<",
        colour: "red",
        preview: "replace",
        running: "discarding original",
        done: "discarded original",
    },
    import: { mark: "= ", colour: "green", preview: "import", running: "importing", done: "imported" },
    "remove-pending-replace": { mark: "~ ", colour: "none", preview: "", running: "", done: "" },
};

/** Steps that together make up what a person calls a replacement. */
const PARTS_OF_REPLACEMENT: ReadonlySet<Operation> = new Set<Operation>([
    "create-replacement",
    "delete-replaced",
    "discard-replaced",
    "read-replacement",
]);

export function operationWords(operation: Operation): OperationWords {
    return WORDS[operation];
}

export function isPartOfReplacement(operation: Operation): boolean {
    return PARTS_OF_REPLACEMENT.has(operation);
}

/** True for steps that leave everything as it was. */
export function changesNothing(operation: Operation): boolean {
    return operation === "same" || operation === "refresh" || operation === "remove-pending-replace";
}

/** Past tense in a summary: "2 created". */
export function pastTense(operation: Operation): string {
    return operation === "read" ? "read" : operation.endsWith("e") ? `${operation}d` : operationWords(operation).done;
}

/** Operations in the order in which a summary names them; reads are no change and not named. */
export const SUMMARY_ORDER: readonly Operation[] = [
    "create",
    "update",
    "delete",
    "replace",
    "create-replacement",
    "delete-replaced",
    "refresh",
    "discard",
    "import",
];
