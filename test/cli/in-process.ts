// SPDX-License-Identifier: Apache-2.0
import { PassThrough, type Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { Command } from "commander";
import type { Ended } from "./check/support";

/**
 * Runs a command of `ksnet` in this process and without a terminal: a process of its own takes a second more. What
 * commander itself refuses ends the process, and is for `ksnet()` of check/support.ts.
 */
export async function inProcess(
    add: (program: Command) => void,
    args: readonly string[],
    { cwd = process.cwd(), env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
    const program = new Command("ksnet");
    add(program);
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const restore = replaced(stdout, stderr, { cwd, env: { ...process.env, ...env } });
    try {
        await program.parseAsync(args, { from: "user" });
        const code = Number(process.exitCode ?? 0);
        stdout.end();
        stderr.end();
        return { code, stdout: await text(stdout), stderr: await text(stderr) };
    } finally {
        restore();
    }
}

/** Gives this process other streams, another environment and another folder; returns what takes them back. */
function replaced(
    stdout: Writable,
    stderr: Writable,
    { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): () => void {
    const { stdout: ownOut, stderr: ownErr, env: ownEnv, exitCode } = process;
    const folder = process.cwd();
    writeTo(stdout, stderr);
    process.env = env;
    process.chdir(cwd);
    return () => {
        writeTo(ownOut, ownErr);
        process.env = ownEnv;
        process.chdir(folder);
        process.exitCode = exitCode;
    };
}

function writeTo(stdout: Writable, stderr: Writable): void {
    for (const [name, value] of Object.entries({ stdout, stderr })) {
        Object.defineProperty(process, name, { value, configurable: true, enumerable: true });
    }
}
