// SPDX-License-Identifier: Apache-2.0
import type { EngineEvent } from "../model";
import type { Settings, RunEnd } from "./display";
import { ending } from "./ending";
import { frame } from "./frame";
import { createPalette, type Palette } from "./palette";
import { RunRecord } from "./run-record";
import type { Moment } from "./status";
import { title } from "./title";

/** The screen is drawn at most this often, so that a thousand resources cost no more than ten. */
const REDRAW_MS = 100;

/** Progress on a terminal: the tree of what changes, rewritten in place. */
export class LiveProgress {
    private readonly palette: Palette;
    private readonly record: RunRecord;
    private readonly now: () => number;
    private readonly timer: NodeJS.Timeout;
    private drawnLines = 0;
    private lastDrawn = -Infinity;

    constructor(private readonly settings: Settings) {
        this.palette = createPalette(settings.colour);
        this.now = settings.now;
        this.record = new RunRecord(this.now);
        this.settings.stream.write(`${title(settings, this.palette)}\n`);
        this.timer = setInterval(() => {
            this.draw({});
        }, REDRAW_MS).unref();
    }

    public event(event: EngineEvent): void {
        this.record.add(event);
        if ("stdoutEvent" in event) {
            this.draw({ above: this.palette.tagged(event.stdoutEvent.message).trimEnd().split("\n") });
        } else if (this.now() - this.lastDrawn >= REDRAW_MS) {
            this.draw({});
        }
    }

    public close(end: RunEnd): void {
        clearInterval(this.timer);
        const at = { ...this.moment(), ended: end.result };
        // The last picture stays: it may be as long as it needs to be.
        const picture = frame(this.record, at, { ...this.screen(), rows: Infinity });
        this.rewrite([...picture, "", ...ending(this.record, this.palette)]);
        this.drawnLines = 0;
    }

    private moment(): Moment {
        return { now: this.now(), isPreview: this.settings.isPreview };
    }

    private screen(): { columns: number; rows: number; palette: Palette } {
        const { columns, rows } = this.settings.size();
        // A line less than there is, for the one that the cursor stands in.
        return { columns, rows: rows - 1, palette: this.palette };
    }

    private draw(options: { above?: readonly string[] }): void {
        this.lastDrawn = this.now();
        const picture = frame(this.record, this.moment(), this.screen());
        this.rewrite([...(options.above ?? []), ...picture]);
        this.drawnLines = picture.length;
    }

    /** Goes back to the top of the last picture and writes over it, in one go so that nothing flickers. */
    private rewrite(lines: readonly string[]): void {
        const up = this.drawnLines > 0 ? `\u001b[${this.drawnLines}A` : "";
        const text = lines.map((line) => `${line}\u001b[K\n`).join("");
        this.settings.stream.write(`${up}\r${text}\u001b[J`);
    }
}
