// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { createDisplay, type DisplayOptions } from "../../../../sandbox/engine/display";
import type { EngineEvent } from "../../../../sandbox/engine/model";

/** A stream that keeps what was written, one entry a write. */
export class Paper extends Writable {
    public readonly writes: string[] = [];

    public get text(): string {
        return this.writes.join("");
    }

    public override _write(chunk: Buffer, _encoding: string, done: () => void): void {
        this.writes.push(chunk.toString("utf8"));
        done();
    }
}

/** What a display writes for a run, without colours and without a terminal if nothing else is asked for. */
export function shown(events: readonly EngineEvent[], options: Partial<DisplayOptions>): string {
    const stream = new Paper();
    const display = createDisplay({
        kind: "progress",
        operation: "up",
        stack: "dev",
        stream,
        colour: false,
        isTTY: false,
        now: () => 0,
        ...options,
    });
    for (const event of events) {
        display.event(event);
    }
    display.close({ result: "succeeded" });
    return stream.text;
}

export function sample(name: string): string {
    return readFileSync(join(__dirname, "samples", name), "utf8");
}

/** Events of a real `pulumi up --json`, what the API server adds to objects left out. */
export function sampleEvents(isPreview: boolean): EngineEvent[] {
    const events = sample("up-events.jsonl").trimEnd().split("\n");
    return events.map((line) => {
        const event = JSON.parse(line) as EngineEvent;
        return "summaryEvent" in event ? { ...event, summaryEvent: { ...event.summaryEvent, isPreview } } : event;
    });
}
