// SPDX-License-Identifier: Apache-2.0
import type { EngineEvent, ResourceState, StepMetadata, StepState } from "../model";
import { blindingReplacer, redactingReplacer } from "./blind";
import type { Settings, StepResources } from "./display";
import { changesNothing, isPartOfReplacement } from "./operations";
import { createPalette } from "./palette";

const NO_COLOUR = createPalette(false);

/** Writes every event as one line of JSON, as it happens. */
export class EventStreamView {
    constructor(private readonly settings: Settings) {}

    public event(event: EngineEvent): void {
        const { sequence, timestamp, ...body } = event;
        this.settings.stream.write(`${JSON.stringify({ sequence, timestamp, ...body }, blindingReplacer)}\n`);
    }

    public close(): void {
        // Every event was written when it came.
    }
}

interface PreviewStep {
    op: string;
    urn: string;
    provider?: string;
    oldState?: object;
    newState?: object;
    diffReasons?: readonly string[];
    replaceReasons?: readonly string[];
    detailedDiff: Record<string, { kind: string; inputDiff: boolean }> | null;
}

/** Gathers a preview into one document, written at its end: Pulumi's PreviewDigest (pkg/display/json.go). */
export class PreviewDigestView {
    private readonly steps = new Map<string, PreviewStep>();
    private readonly diagnostics: { urn?: string; message: string; severity: string }[] = [];
    private readonly begun: number;
    private readonly now: () => number;
    private config: Record<string, string> = {};
    private summary?: { changeSummary: object; maybeCorrupt: boolean };

    constructor(private readonly settings: Settings) {
        this.now = settings.now;
        this.begun = this.now();
    }

    public event(event: EngineEvent, resources?: StepResources): void {
        if ("preludeEvent" in event) {
            this.config = event.preludeEvent.config;
        } else if ("resourcePreEvent" in event) {
            this.addStep(event.resourcePreEvent.metadata, resources);
        } else if ("resOutputsEvent" in event) {
            this.replaceRefreshed(event.resOutputsEvent.metadata, resources);
        } else if ("diagnosticEvent" in event) {
            const { urn, prefix = "", message, severity, ephemeral } = event.diagnosticEvent;
            if (ephemeral !== true && severity !== "debug") {
                const text = NO_COLOUR.tagged(prefix + message);
                this.diagnostics.push({ ...(urn === undefined ? {} : { urn }), message: text, severity });
            }
        } else if ("stdoutEvent" in event) {
            this.diagnostics.push({ message: NO_COLOUR.tagged(event.stdoutEvent.message), severity: "info" });
        } else if ("summaryEvent" in event) {
            const { resourceChanges, maybeCorrupt } = event.summaryEvent;
            this.summary = { changeSummary: resourceChanges, maybeCorrupt };
        }
    }

    public close(): void {
        const steps = [...this.steps.values()];
        const digest = {
            ...(Object.keys(this.config).length > 0 ? { config: this.config } : {}),
            ...(steps.length > 0 ? { steps } : {}),
            ...(this.diagnostics.length > 0 ? { diagnostics: this.diagnostics } : {}),
            duration: Math.round((this.now() - this.begun) * 1e6),
            ...(this.summary === undefined ? {} : { changeSummary: this.summary.changeSummary }),
            ...(this.summary?.maybeCorrupt === true ? { maybeCorrupt: true } : {}),
        };
        this.settings.stream.write(`${JSON.stringify(digest, redactingReplacer, 4)}\n`);
    }

    private addStep(step: StepMetadata, resources: StepResources | undefined): void {
        if (!isPartOfReplacement(step.op)) {
            this.steps.set(step.urn, previewStep(step, resources));
        }
    }

    /** Only its outputs tell what a refresh found. */
    private replaceRefreshed(step: StepMetadata, resources: StepResources | undefined): void {
        if (this.steps.get(step.urn)?.op === "refresh" && !changesNothing(step.op)) {
            this.steps.set(step.urn, previewStep(step, resources));
        }
    }
}

function previewStep(step: StepMetadata, resources: StepResources | undefined): PreviewStep {
    const { op, urn, provider, diffs, keys, detailedDiff } = step;
    const optional = {
        provider,
        oldState: stateOf(step.old, resources?.old),
        newState: stateOf(step.new, resources?.new),
        diffReasons: diffs,
        replaceReasons: keys,
    };
    return { op, urn, ...filled(optional), detailedDiff: detailedDiff === null ? null : renamed(detailedDiff) };
}

function stateOf(inEvent: StepState | null, whole: ResourceState | undefined): object | undefined {
    const state = whole ?? (inEvent === null ? undefined : resourceState(inEvent));
    return state === undefined ? undefined : filled(state);
}

function renamed(diff: NonNullable<StepMetadata["detailedDiff"]>): NonNullable<PreviewStep["detailedDiff"]> {
    const entries = Object.entries(diff);
    return Object.fromEntries(entries.map(([path, { diffKind, inputDiff }]) => [path, { kind: diffKind, inputDiff }]));
}

function resourceState(state: StepState): ResourceState {
    const { urn, type, custom = false, delete: delete_, id, inputs, outputs, ...rest } = state;
    return { urn, custom, delete: delete_, id, type, inputs, outputs, ...rest };
}

/** Without what is empty, as a checkpoint is written. */
function filled(record: object): object {
    const entries: [string, unknown][] = Object.entries(record);
    return Object.fromEntries(entries.filter(([key, value]) => key === "custom" || !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
    const isEmptyObject = typeof value === "object" && (value === null || Object.keys(value).length === 0);
    return isEmptyObject || value === "" || value === undefined || value === false;
}
