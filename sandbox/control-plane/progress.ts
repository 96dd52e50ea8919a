// SPDX-License-Identifier: Apache-2.0

/** Told what is going on, over and over; shows it as often as it sees fit. */
export interface Progress {
    /** What is going on now, without the time that it has taken. */
    update(text: string): void;
    /** Nothing is going on any more. */
    done(): void;
}

/** How often somebody who reads a log wants to see that it still goes on. */
const LINE_EVERY = 10_000;
const REDRAW_EVERY = 500;

/** Shows nothing. */
export function silentProgress(): Progress {
    return { update: () => undefined, done: () => undefined };
}

/** Rewrites one line on a terminal; elsewhere prints a line for each new step, and one every 10 seconds. */
export function terminalProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
    return stream.isTTY ? new RewrittenLine(stream) : new PlainLines(stream);
}

/** The step is what comes before the colon: the rest changes too often to be worth a line each time. */
function stepOf(text: string): string {
    return text.split(":", 1)[0] ?? text;
}

/** Seconds since a step began. */
class Stopwatch {
    private step = "";
    private startedAt = 0;

    /** Whether this is another step than before. */
    public next(text: string): boolean {
        const step = stepOf(text);
        if (step === this.step) {
            return false;
        }
        this.step = step;
        this.startedAt = Date.now();
        return true;
    }

    public shown(text: string): string {
        return `${text} (${Math.round((Date.now() - this.startedAt) / 1000)} s)`;
    }
}

abstract class Ticking implements Progress {
    protected text = "";
    protected readonly stopwatch = new Stopwatch();
    private timer?: NodeJS.Timeout;

    constructor(
        protected readonly stream: NodeJS.WritableStream,
        private readonly interval: number,
    ) {}

    public update(text: string): void {
        const isNew = this.stopwatch.next(text);
        this.text = text;
        this.timer ??= setInterval(() => {
            this.show();
        }, this.interval).unref();
        if (isNew) {
            this.show();
        }
    }

    public done(): void {
        clearInterval(this.timer);
        this.timer = undefined;
        this.text = "";
    }

    protected abstract show(): void;
}

class PlainLines extends Ticking {
    constructor(stream: NodeJS.WritableStream) {
        super(stream, LINE_EVERY);
    }

    protected show(): void {
        this.stream.write(`${this.stopwatch.shown(this.text)}\n`);
    }
}

class RewrittenLine extends Ticking {
    private readonly terminal: NodeJS.WriteStream;

    constructor(stream: NodeJS.WriteStream) {
        super(stream, REDRAW_EVERY);
        this.terminal = stream;
    }

    public override done(): void {
        super.done();
        this.terminal.write("\r\u001b[K");
    }

    protected show(): void {
        // A line that wraps could not be rewritten.
        const line = this.stopwatch.shown(this.text).slice(0, Math.max(20, this.terminal.columns - 1));
        this.terminal.write(`\r\u001b[K${line}`);
    }
}
