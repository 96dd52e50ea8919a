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
    readonly operation: "preview" | "up" | "refresh" | "destroy";
    readonly stack: string;
    readonly stream: NodeJS.WritableStream;
    /** Colour if the NO_COLOR environment variable does not forbid it. */
    readonly colour: boolean;
    /** True if the stream is a terminal that lines can be rewritten on. */
    readonly isTTY: boolean;
    /** Width of the terminal. Defaults to the stream's own, else to 120. */
    readonly columns?: number;
    /** Height of the terminal. Defaults to the stream's own, else to 24. */
    readonly rows?: number;
    /** Clock in milliseconds. Defaults to the system's. */
    readonly now?: () => number;
}

/** The whole states behind a step event; a preview's JSON shows them, events themselves carry less. */
export interface StepResources {
    readonly old?: ResourceState;
    readonly new?: ResourceState;
}

export type RunResult = "succeeded" | "failed" | "canceled";

/** Shows a run while it goes on. Secrets are never shown, whether events carry them blinded or not. */
export interface Display {
    event(event: EngineEvent, resources?: StepResources): void;
    /** Writes what belongs at the end. To be called once, when no further event comes. */
    close(result: RunResult): void;
}

export function createDisplay(options: DisplayOptions): Display {
    switch (options.kind) {
        case "json":
            return options.operation === "preview" ? new PreviewDigestView(options) : new EventStreamView(options);
        case "diff":
            return new DiffView(options);
        case "progress":
            return options.isTTY ? new LiveProgress(options) : new PlainProgress(options);
    }
}
