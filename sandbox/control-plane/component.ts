// SPDX-License-Identifier: Apache-2.0
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { ControlPlaneError } from "./error";
import { identityOf, type ProcessIdentity } from "./process";

/** What to run, and where its output goes. */
export interface ComponentSpec {
    readonly name: string;
    readonly command: string;
    readonly args: readonly string[];
    readonly logFile: string;
    /** Variables that its environment has unless this process's own has them. */
    readonly env?: Readonly<Record<string, string>>;
    /** Adds a channel for messages to a Node program. */
    readonly ipc?: boolean;
}

/** One process of a control plane. It dies with the supervisor's process group. */
export class Component {
    public readonly identity: ProcessIdentity;
    public readonly child: ChildProcess;
    /** How the process ended, in words. Never rejects. */
    public readonly ended: Promise<string>;
    private readonly spec: ComponentSpec;

    constructor(spec: ComponentSpec) {
        this.spec = spec;
        const log = openSync(spec.logFile, "a", 0o600);
        this.child = spawn(spec.command, [...spec.args], {
            env: { ...spec.env, ...process.env },
            stdio: ["ignore", log, log, ...(spec.ipc ? (["ipc"] as const) : [])],
        });
        closeSync(log);
        this.ended = new Promise((resolve) => {
            this.child.once("exit", (code, signal) => {
                resolve(signal === null ? `exited with code ${code ?? 0}` : `was ended by ${signal}`);
            });
            this.child.once("error", (error) => {
                resolve(`cannot run: ${error.message}`);
            });
        });
        this.identity = identityOf(this.child.pid ?? -1) ?? { pid: this.child.pid ?? -1, startTime: "" };
    }

    /** Ends the process at once: everything that it could save is thrown away. */
    public async kill(): Promise<void> {
        this.child.kill("SIGKILL");
        await this.ended;
    }

    /** The error to show when the process ended by itself: how, and the last lines of its log. */
    public failure(how: string): ControlPlaneError {
        const lines = tail(this.spec.logFile, 8);
        return new ControlPlaneError(
            `${this.spec.name} ${how}. The end of its log (${this.spec.logFile}):\n${lines.join("\n")}`,
        );
    }

    /** Whether the log says that somebody else listens on the port. */
    public get portIsTaken(): boolean {
        return tail(this.spec.logFile, 200).some((line) => line.includes("address already in use"));
    }
}

function tail(file: string, count: number): string[] {
    try {
        return readFileSync(file, "utf8").trimEnd().split("\n").slice(-count);
    } catch {
        return [];
    }
}
