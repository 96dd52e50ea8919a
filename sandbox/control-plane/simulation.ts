// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { extname, join } from "node:path";
import { Component } from "./component";
import { messageOf } from "./error";
import { Part } from "./record";

const RESTART_DELAY = 1000;

/** What a supervisor gives a simulation to run in. */
export interface SimulationOptions {
    /** Name of its process, as the status shows it. */
    readonly name: string;
    /** File of this folder that serves it, without its ending. */
    readonly script: string;
    readonly dataFolder: string;
    /** Whether the sandbox is being stopped. */
    readonly isStopping: () => boolean;
    /** What it is told when it starts, asked for anew at every start. */
    readonly message: () => object;
    /** Told of every start, with what it answered. */
    readonly started: (answer: object) => void;
}

/** A part of the sandbox that is simulated, in a process of its own, so that a fault in it cannot end the control plane. */
export class Simulation {
    private running: Component;

    /** Loads it, which takes a second, and lets it wait for its cluster. */
    constructor(private readonly options: SimulationOptions) {
        this.running = this.load();
    }

    get component(): Component {
        return this.running;
    }

    /** Tells it what to do and waits until it does. As in a real cluster, a controller that fails is started again. */
    async start(): Promise<void> {
        const { running } = this;
        const ended = running.ended.then((how) => {
            throw running.failure(how);
        });
        const ready = once(running.child, "message");
        running.child.send(this.options.message());
        const [answer] = (await Promise.race([ready, ended])) as [object];
        this.options.started(answer);
        void running.ended.then(() => {
            this.restartLater();
        });
    }

    async kill(): Promise<void> {
        await this.running.kill();
    }

    private load(): Component {
        const { name, script, dataFolder } = this.options;
        return new Component({
            name,
            command: process.execPath,
            args: [...process.execArgv, join(__dirname, `${script}${extname(__filename)}`)],
            logFile: join(dataFolder, Part.Logs, `${name}.log`),
            ipc: true,
        });
    }

    private restartLater(): void {
        if (!this.options.isStopping()) {
            setTimeout(() => void this.restart(), RESTART_DELAY);
        }
    }

    private async restart(): Promise<void> {
        try {
            this.running = this.load();
            await this.start();
        } catch (error) {
            console.error(messageOf(error));
            this.restartLater();
        }
    }
}
