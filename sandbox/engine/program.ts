// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { PRELOAD_URL } from "./program-preload";
import type { Command } from "./project/program-command";

/** How long a program may take to go down once its stopped run is idle, before it is killed. */
const GRACE_MS = 500;

/**
 * Runs the program to its end and gives its exit code. It is ended when the run is stopped and idle: until then the
 * hooks of what is still going on live in it.
 */
export async function runProgram(
    command: Command,
    output: (line: string, stream: "stdout" | "stderr") => void,
    stopped: Promise<void>,
): Promise<number> {
    const child = spawn(command.command, ["--import", PRELOAD_URL, ...command.args], {
        cwd: command.cwd,
        env: command.env,
        stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    const lines = [forward(child.stdout, "stdout", output), forward(child.stderr, "stderr", output)];
    let killer: NodeJS.Timeout | undefined;
    void stopped.then(() => {
        killer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    });
    try {
        return await new Promise<number>((resolve, reject) => {
            child.once("error", reject);
            child.once("close", (code) => {
                resolve(code ?? 1);
            });
        });
    } finally {
        clearTimeout(killer);
        await Promise.all(lines);
    }
}

async function forward(
    stream: Readable | null,
    name: "stdout" | "stderr",
    output: (line: string, stream: "stdout" | "stderr") => void,
): Promise<void> {
    if (stream === null) {
        return;
    }
    for await (const line of createInterface({ input: stream })) {
        output(line, name);
    }
}
