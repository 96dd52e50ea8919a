// SPDX-License-Identifier: Apache-2.0
import type { EngineEvent, EventBody, PolicyEvent, Severity, StepMetadata } from "../model";
import { STACK_TYPE, urnType } from "../urn";

type BodyOf<Key extends string> =
    Extract<EventBody, Record<Key, unknown>> extends infer Body
        ? Body extends Record<Key, infer Payload>
            ? Payload
            : never
        : never;

export type Diagnostic = BodyOf<"diagnosticEvent">;
export type Remediation = BodyOf<"policyRemediationEvent">;
export type Summary = BodyOf<"summaryEvent">;

/** What is known of one resource in a run. */
export interface Row {
    readonly urn: string;
    /** The step that was begun last. */
    step?: StepMetadata;
    state: "waiting" | "running" | "done" | "failed";
    /** Milliseconds of the display's clock. */
    started: number;
    ended: number;
    /** What goes on at the moment, to be forgotten later. */
    message?: string;
    readonly diagnostics: Diagnostic[];
}

/** Everything that a run said so far, by resource; what the views are made from. */
export class RunRecord {
    /** In the order in which resources were first heard of. */
    public readonly rows = new Map<string, Row>();
    public readonly violations: PolicyEvent[] = [];
    public readonly remediations: Remediation[] = [];
    public stack?: Row;
    public summary?: Summary;

    constructor(private readonly now: () => number) {}

    /** The row that the event is about, if it is about a resource. */
    public add(event: EngineEvent): Row | undefined {
        if ("resourcePreEvent" in event) {
            return this.begin(event.resourcePreEvent.metadata);
        }
        if ("resOutputsEvent" in event) {
            return this.end(event.resOutputsEvent.metadata, "done");
        }
        if ("resOpFailedEvent" in event) {
            return this.end(event.resOpFailedEvent.metadata, "failed");
        }
        if ("diagnosticEvent" in event) {
            return this.diagnose(event.diagnosticEvent);
        }
        if ("policyEvent" in event) {
            this.violations.push(event.policyEvent);
        } else if ("policyRemediationEvent" in event) {
            this.remediations.push(event.policyRemediationEvent);
        } else if ("summaryEvent" in event) {
            this.summary = event.summaryEvent;
        }
        return undefined;
    }

    /** How many resources have an error. */
    public get errored(): number {
        return [...this.rows.values()].filter((row) => row.urn !== "" && count(row, "error") > 0).length;
    }

    private row(urn: string): Row {
        const known = this.rows.get(urn);
        if (known !== undefined) {
            return known;
        }
        const row: Row = { urn, state: "waiting", started: this.now(), ended: this.now(), diagnostics: [] };
        this.rows.set(urn, row);
        if (urnType(urn) === STACK_TYPE) {
            this.stack = row;
        }
        return row;
    }

    private begin(step: StepMetadata): Row {
        const row = this.row(step.urn);
        // The steps of a replacement are one piece of work to a person: its clock runs from the first.
        if (row.state === "waiting") {
            row.started = this.now();
        }
        row.step = step;
        row.state = "running";
        return row;
    }

    private end(step: StepMetadata, state: "done" | "failed"): Row {
        const row = this.row(step.urn);
        row.step = step;
        row.state = row.state === "failed" ? "failed" : state;
        row.ended = this.now();
        row.message = undefined;
        return row;
    }

    private diagnose(diagnostic: Diagnostic): Row {
        const row = this.row(diagnostic.urn ?? this.stack?.urn ?? "");
        if (diagnostic.ephemeral === true) {
            row.message = diagnostic.message.trim();
        } else if (diagnostic.severity !== "debug") {
            row.diagnostics.push(diagnostic);
        }
        return row;
    }
}

export function count(row: Row, severity: Severity): number {
    return row.diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
}
