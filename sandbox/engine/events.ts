// SPDX-License-Identifier: Apache-2.0
import { blind } from "./display/blind";
import type { StepResources } from "./display";
import type {
    DetailedDiff,
    EngineEvent,
    EventBody,
    Operation,
    ResourceState,
    Severity,
    StepMetadata,
    StepState,
} from "./model";
import { present } from "./present";

/** Everything a step event says, before it is put into Pulumi's shape. */
export interface StepReport {
    readonly op: Operation;
    readonly old?: ResourceState;
    readonly new?: ResourceState;
    readonly detailedDiff?: DetailedDiff;
    readonly replaceKeys?: readonly string[];
}

/** Operations that are part of another one ("replace", or the update after a refresh) and so are not counted. */
const PARTIAL: ReadonlySet<Operation> = new Set<Operation>([
    "create-replacement",
    "delete-replaced",
    "discard-replaced",
    "refresh",
]);

/** Numbers the events of a run, counts its steps and passes them on. */
export class Events {
    public readonly counts: Partial<Record<Operation, number>> = {};
    private sequence = 0;

    constructor(private readonly listener: (event: EngineEvent, resources?: StepResources) => void) {}

    public emit(body: EventBody, resources?: StepResources): void {
        this.sequence++;
        this.listener({ sequence: this.sequence, timestamp: Math.floor(Date.now() / 1000), ...body }, resources);
    }

    public diagnostic(severity: Severity, message: string, urn?: string, ephemeral?: boolean): void {
        this.emit({
            diagnosticEvent: {
                message: message.endsWith("\n") ? message : `${message}\n`,
                color: "never",
                severity,
                ...(urn ? { urn } : {}),
                ...(ephemeral ? { ephemeral } : {}),
            },
        });
    }

    /** A step is about to begin. */
    public begin(report: StepReport): void {
        if (!hidden(report)) {
            this.emit({ resourcePreEvent: { metadata: metadata(report) } }, report);
        }
    }

    /** A step is done; this is where it is counted. */
    public end(report: StepReport): void {
        if (hidden(report)) {
            return;
        }
        if (!PARTIAL.has(report.op)) {
            this.counts[report.op] = (this.counts[report.op] ?? 0) + 1;
        }
        this.emit({ resOutputsEvent: { metadata: metadata(report) } }, report);
    }

    public failed(report: StepReport, message: string): void {
        const subject = report.new ?? report.old;
        this.diagnostic("error", message, subject?.urn);
        this.emit({ resOpFailedEvent: { metadata: metadata(report), status: 0, steps: 0 } });
    }
}

/** Default providers are the engine's own business. */
function hidden(report: StepReport): boolean {
    const subject = report.new ?? report.old;
    return subject?.type.startsWith("pulumi:providers:") === true && /::default(_[0-9_]+)?$/.test(subject.urn);
}

function metadata(report: StepReport): StepMetadata {
    const { urn = "", type = "", provider = "" } = report.new ?? report.old ?? {};
    return {
        op: report.op,
        urn,
        type,
        old: report.old ? stepState(report.old) : null,
        new: report.new ? stepState(report.new) : null,
        ...present({ keys: [...(report.replaceKeys ?? [])], logical: !PARTIAL.has(report.op) }),
        detailedDiff: present({ detailedDiff: report.detailedDiff ?? {} }).detailedDiff ?? null,
        provider,
    };
}

function stepState(state: ResourceState): StepState {
    const { custom, delete: doomed, protect, external, retainOnDelete, initErrors } = state;
    return {
        type: state.type,
        urn: state.urn,
        ...present({ custom, delete: doomed, protect, external, retainOnDelete, initErrors }),
        id: state.id ?? "",
        parent: state.parent ?? "",
        inputs: blind(state.inputs ?? {}),
        outputs: blind(state.outputs ?? {}),
        provider: state.provider ?? "",
    };
}
