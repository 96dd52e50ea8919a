// SPDX-License-Identifier: Apache-2.0
import type { EngineEvent, StepMetadata } from "../model";
import { STACK_TYPE } from "../urn";
import type { Settings } from "./display";
import { ending } from "./ending";
import { printLine } from "./lines";
import { changesNothing, isPartOfReplacement } from "./operations";
import { createPalette, type Palette } from "./palette";
import { RunRecord } from "./run-record";
import { stepLines } from "./step-lines";
import { title } from "./title";

/** One step to show, and whether its outputs are compared, as for what a refresh found. */
interface Entry {
    readonly step: StepMetadata;
    readonly compare: "inputs" | "outputs";
}

/**
 * Shows what steps do property by property. A preview is shown at its end as one tree, children under their parents;
 * anything that takes its time is shown step by step as it happens.
 */
export class DiffView {
    private readonly palette: Palette;
    private readonly record: RunRecord;
    private readonly entries = new Map<string, Entry>();

    constructor(private readonly settings: Settings) {
        this.palette = createPalette(settings.colour);
        this.record = new RunRecord(settings.now);
        this.print([title(settings, this.palette)]);
    }

    public event(event: EngineEvent): void {
        const before = "resOutputsEvent" in event ? this.stepOf(event.resOutputsEvent.metadata.urn) : undefined;
        this.record.add(event);
        if ("stdoutEvent" in event) {
            this.print([this.palette.tagged(event.stdoutEvent.message).trimEnd()]);
        } else if ("resourcePreEvent" in event && event.resourcePreEvent.metadata.op !== "refresh") {
            this.show({ step: event.resourcePreEvent.metadata, compare: "inputs" });
        } else if ("resOutputsEvent" in event && before?.op === "refresh") {
            this.show({ step: event.resOutputsEvent.metadata, compare: "outputs" });
        }
    }

    public close(): void {
        if (this.settings.isPreview) {
            this.tree("", 0);
        }
        this.print(ending(this.record, this.palette));
    }

    private stepOf(urn: string): StepMetadata | undefined {
        return this.record.rows.get(urn)?.step;
    }

    private show(entry: Entry): void {
        const { step } = entry;
        const isStack = step.type === STACK_TYPE;
        if (isPartOfReplacement(step.op) || (changesNothing(step.op) && !isStack && !this.isPreview)) {
            return;
        }
        this.entries.set(step.urn, entry);
        if (!this.isPreview) {
            this.printEntry(entry, this.depth(step));
        }
    }

    private get isPreview(): boolean {
        return this.settings.isPreview;
    }

    /** How many of the resource's ancestors were shown. */
    private depth(step: StepMetadata): number {
        const parent = this.entries.get(parentOf(step))?.step;
        return parent === undefined || parent === step ? 0 : 1 + this.depth(parent);
    }

    /** Prints what lies under a parent, and of what is unchanged only what leads to a change. */
    private tree(parent: string, depth: number): void {
        for (const entry of this.childrenOf(parent)) {
            const { urn } = entry.step;
            if (this.leadsToChange(entry) || entry.step.type === STACK_TYPE) {
                this.printEntry(entry, depth);
                this.tree(urn, depth + 1);
            }
        }
    }

    private leadsToChange(entry: Entry): boolean {
        return (
            !changesNothing(entry.step.op) || this.childrenOf(entry.step.urn).some((child) => this.leadsToChange(child))
        );
    }

    /** Children in the order in which they came; a resource whose parent is not part of the run stands at the top. */
    private childrenOf(urn: string): Entry[] {
        this.index ??= this.byParent();
        return this.index.get(urn) ?? [];
    }

    private index?: Map<string, Entry[]>;

    private byParent(): Map<string, Entry[]> {
        const index = new Map<string, Entry[]>();
        for (const entry of this.entries.values()) {
            const parent = parentOf(entry.step);
            const key = this.entries.has(parent) ? parent : "";
            index.set(key, [...(index.get(key) ?? []), entry]);
        }
        return index;
    }

    private printEntry(entry: Entry, depth: number): void {
        const lines = stepLines(entry.step, depth, entry.compare);
        this.print(lines.map((line) => printLine(line, this.palette)));
    }

    private print(lines: readonly string[]): void {
        if (lines.length > 0) {
            this.settings.stream.write(`${lines.join("\n")}\n`);
        }
    }
}

function parentOf(step: StepMetadata): string {
    return step.new?.parent ?? step.old?.parent ?? "";
}
