// SPDX-License-Identifier: Apache-2.0
import type { EngineEvent, StepMetadata } from "../model";
import { STACK_TYPE, urnName } from "../urn";
import type { Settings } from "./display";
import { ending } from "./ending";
import { changesNothing, isPartOfReplacement, operationWords } from "./operations";
import { createPalette, type Palette } from "./palette";
import { type Row, RunRecord } from "./run-record";
import { infoOf, statusOf } from "./status";
import { displayType } from "./text";
import { title } from "./title";

/** A message of the same resource that says how far it is comes at most this often. */
const MESSAGE_EVERY_MS = 10_000;

/** Progress for a log: one line a finished step, nothing for what stays as it is. */
export class PlainProgress {
    private readonly palette: Palette;
    private readonly record: RunRecord;
    private readonly now: () => number;
    private readonly printed = new Set<string>();
    private readonly lastMessage = new Map<string, number>();

    constructor(private readonly settings: Settings) {
        this.palette = createPalette(settings.colour);
        this.now = settings.now;
        this.record = new RunRecord(this.now);
        this.print([title(settings, this.palette)]);
    }

    public event(event: EngineEvent): void {
        const row = this.record.add(event);
        if ("stdoutEvent" in event) {
            this.print([this.palette.tagged(event.stdoutEvent.message).trimEnd()]);
        } else if (row !== undefined && "diagnosticEvent" in event) {
            this.showMessage(row);
        } else if (row !== undefined && this.isFinished(event)) {
            this.showStep(row);
        }
    }

    public close(): void {
        this.print(["", ...ending(this.record, this.palette)]);
    }

    /** A preview has nothing to wait for: its steps are shown once they are decided, what a refresh found after it. */
    private isFinished(event: EngineEvent): boolean {
        const isPreview = this.settings.isPreview;
        return ("resourcePreEvent" in event && isPreview) || "resOutputsEvent" in event || "resOpFailedEvent" in event;
    }

    private showStep(row: Row): void {
        const step = row.step;
        if (step === undefined || !this.isWorthALine(step) || this.printed.has(step.op + step.urn)) {
            return;
        }
        this.printed.add(step.op + step.urn);
        const at = { now: this.now(), isPreview: this.settings.isPreview };
        const info = infoOf({ ...row, diagnostics: [] }, at, this.palette);
        const paint = row.state === "failed" ? this.palette.error : this.palette.operation(step.op);
        const subject = `${displayType(step.urn)}  ${urnName(step.urn)}`;
        const text = ` ${paint(operationWords(step.op).mark)} ${subject}  ${paint(statusOf(row, at))}`;
        this.print([info === "" ? text : `${text}  ${info}`]);
    }

    private isWorthALine(step: StepMetadata): boolean {
        const isPart = this.settings.isPreview && isPartOfReplacement(step.op);
        return !isPart && (!changesNothing(step.op) || this.record.rows.get(step.urn)?.state === "failed");
    }

    private showMessage(row: Row): void {
        const last = this.lastMessage.get(row.urn) ?? row.started;
        if (row.message === undefined || this.now() - last < MESSAGE_EVERY_MS || row.step?.type === STACK_TYPE) {
            return;
        }
        this.lastMessage.set(row.urn, this.now());
        const subject = `${displayType(row.urn)}  ${urnName(row.urn)}`;
        const message = this.palette.tagged(row.message).split("\n")[0] ?? "";
        this.print([` @  ${subject}  ${this.palette.faint(message)}`]);
    }

    private print(lines: readonly string[]): void {
        if (lines.length > 0) {
            this.settings.stream.write(`${lines.join("\n")}\n`);
        }
    }
}
