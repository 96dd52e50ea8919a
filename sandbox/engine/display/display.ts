// SPDX-License-Identifier: Apache-2.0
import type { EngineEvent, ResourceState } from "../model";
import { DiffView } from "./diff-view";
import { EventStreamView, PreviewDigestView } from "./json-view";
import { LiveProgress } from "./live-progress";
import { PlainProgress } from "./plain-progress";

/** "progress": what is going on; "diff": property by property; "json": for a program. */
export type DisplayKind = "progress" | "diff" | "json";

export interface DisplayOptions {
    readonly kind: DisplayKind;
    readonly operation: "preview" | "up" | "refresh" | "destroy" | "import";
    /** True if the operation is only looked at, e.g. a destroy before it is confirmed. Defaults to false. */
    readonly previewOnly?: boolean;
    readonly stack: string;
    /** Defaults to standard output. */
    readonly stream?: NodeJS.WritableStream;
    /** Colour if the NO_COLOR environment variable does not forbid it. Defaults to whether there is a terminal. */
    readonly colour?: boolean;
    /** True if lines can be rewritten. Defaults to whether the stream is a terminal that is not "dumb". */
    readonly isTTY?: boolean;
    /** Width of the terminal. Defaults to what the stream says, else to 120. */
    readonly columns?: number;
    /** Height of the terminal. Defaults to what the stream says, else to 24. */
    readonly rows?: number;
    /** Clock in milliseconds. Defaults to the system's. */
    readonly now?: () => number;
}

/** The options with everything that was left out. */
export interface Settings {
    readonly operation: DisplayOptions["operation"];
    readonly isPreview: boolean;
    readonly stack: string;
    readonly colour: boolean;
    readonly now: () => number;
    readonly stream: NodeJS.WritableStream;
    /** Asked anew for each picture, since windows are resized. */
    readonly size: () => { columns: number; rows: number };
}

/** The whole states behind a step event; a preview's JSON shows them, events themselves carry less. */
export interface StepResources {
    readonly old?: ResourceState;
    readonly new?: ResourceState;
}

/** How a run ended. */
export interface RunEnd {
    readonly result: "succeeded" | "failed" | "canceled";
}

/** Shows a run while it goes on. Secrets are never shown, whether events carry them blinded or not. */
export interface Display {
    event(event: EngineEvent, resources?: StepResources): void;
    /** Writes what belongs at the end. To be called once, when no further event comes. */
    close(end: RunEnd): void;
}

export function createDisplay(options: DisplayOptions): Display {
    const stream: MaybeTerminal = options.stream ?? process.stdout;
    const isTTY = options.isTTY ?? (stream.isTTY === true && process.env["TERM"] !== "dumb");
    const settings: Settings = {
        operation: options.operation,
        isPreview: options.previewOnly === true || options.operation === "preview",
        stack: options.stack,
        colour: options.colour ?? isTTY,
        now: options.now ?? Date.now,
        stream,
        size: () => ({
            columns: options.columns ?? stream.columns ?? DEFAULT_COLUMNS,
            rows: options.rows ?? stream.rows ?? DEFAULT_ROWS,
        }),
    };
    switch (options.kind) {
        case "json":
            return settings.isPreview ? new PreviewDigestView(settings) : new EventStreamView(settings);
        case "diff":
            return new DiffView(settings);
        case "progress":
            return isTTY ? new LiveProgress(settings) : new PlainProgress(settings);
    }
}

type MaybeTerminal = NodeJS.WritableStream & { isTTY?: boolean; columns?: number; rows?: number };

const DEFAULT_COLUMNS = 120;
const DEFAULT_ROWS = 24;
