// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";
import type { PackProject } from "./pack-project";

/** A policy pack that serves its rules on a port of the loopback interface. */
export interface PackProcess {
    readonly port: number;
    /** What the pack wrote on its standard error so far, without the frames of Node and of its dependencies. */
    complaint(): string;
    /** Ends the process and waits until it is gone. */
    stop(): Promise<void>;
}

export interface PackProcessOptions {
    readonly engineAddress: string;
    readonly env: Readonly<Record<string, string>>;
    readonly startTimeoutSeconds: number;
    /** Told every line that the pack prints on its standard output, its port aside. */
    readonly onOutput?: (line: string) => void;
}

const RUNNER = "@pulumi/pulumi/cmd/run-policy-pack";

// A pack's server never ends by itself: without this it would outlive an engine that was killed.
const EXIT_WITH_ENGINE = `data:text/javascript,${encodeURIComponent(
    "process.on('disconnect', () => process.exit(1)); process.channel.unref();",
)}`;

const MAX_COMPLAINT = 16_384;
const GRACE_MS = 2_000;

/** Starts the SDK's own runner for the pack and waits for its port, at most the given number of seconds. */
export async function startPackProcess(project: PackProject, options: PackProcessOptions): Promise<PackProcess> {
    const arguments_ = ["--import", EXIT_WITH_ENGINE, runnerOf(project), options.engineAddress, project.program];
    const child = spawn(process.execPath, arguments_, {
        cwd: project.folder,
        env: { ...process.env, ...project.env, ...options.env },
        stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    let written = "";
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
        written = (written + chunk).slice(-MAX_COMPLAINT);
    });
    // "close" comes after the last byte of the streams, so what the pack wrote is complete by then.
    const closed = new Promise<void>((resolve) => {
        child.once("close", () => {
            resolve();
        });
    });
    const complaint = (): string => readable(written);
    const stop = (): Promise<void> => end(child, closed);
    try {
        return { port: await portOf(child, options), complaint, stop };
    } catch (error) {
        await stop();
        const reason = error instanceof Error ? error.message : String(error);
        const cause = complaint();
        throw new Error(`Policy pack '${project.folder}' did not start: ${reason}.${cause === "" ? "" : `\n${cause}`}`);
    }
}

function runnerOf(project: PackProject): string {
    try {
        return createRequire(join(project.folder, "package.json")).resolve(RUNNER);
    } catch {
        throw new Error(
            `Policy pack '${project.folder}' cannot find '${RUNNER}': its dependencies are not installed. ` +
                "Run 'npm install' in that folder; the pack needs @pulumi/policy.",
        );
    }
}

/** The first number on a line of its own is the port. */
function portOf(child: ChildProcess, options: PackProcessOptions): Promise<number> {
    return new Promise((resolve, reject) => {
        const seconds = options.startTimeoutSeconds;
        const timer = setTimeout(() => {
            reject(new Error(`it did not report its port within ${seconds} s`));
        }, seconds * 1000);
        const lines = child.stdout === null ? undefined : createInterface({ input: child.stdout });
        let started = false;
        lines?.on("line", (line) => {
            if (started || !/^\d+$/.test(line)) {
                options.onOutput?.(line);
                return;
            }
            started = true;
            clearTimeout(timer);
            resolve(Number(line));
        });
        child.once("error", (error) => {
            clearTimeout(timer);
            reject(error);
        });
        child.once("close", (code, signal) => {
            clearTimeout(timer);
            reject(
                new Error(`it ended with ${signal === null ? `exit code ${code ?? "unknown"}` : `signal ${signal}`}`),
            );
        });
    });
}

async function end(child: ChildProcess, closed: Promise<void>): Promise<void> {
    if (child.pid === undefined) {
        return;
    }
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    await closed;
    clearTimeout(timer);
}

/** A stack trace without the frames that the pack's author did not write. */
function readable(written: string): string {
    const foreign = /^\s+at .*(node:|node_modules\/)/;
    const lines = stripVTControlCharacters(written)
        .split("\n")
        .filter((line) => !foreign.test(line));
    return lines.join("\n").trim();
}
