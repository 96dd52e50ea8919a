// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";

/** How one command went. */
export interface Measured {
    readonly seconds: number;
    readonly stdout: string;
}

/** What a command is run with. */
export interface CommandOptions {
    readonly env: NodeJS.ProcessEnv;
    /** Exit codes that mean success. Defaults to 0 alone. */
    readonly accepted?: readonly number[];
}

/** Runs a command to its end and takes the time. Throws with the end of its output if it fails. */
export async function measure(command: readonly [string, ...string[]], options: CommandOptions): Promise<Measured> {
    const [program, ...args] = command;
    const { env, accepted = [0] } = options;
    const started = performance.now();
    const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const code = await new Promise<number | null>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", resolve);
    });
    const seconds = (performance.now() - started) / 1000;
    if (code === null || !accepted.includes(code)) {
        const said = `${stdout}${stderr}`.trimEnd().split("\n").slice(-20).join("\n");
        throw new Error(`${command.join(" ")} ended with ${String(code)}:\n${said}`);
    }
    return { seconds, stdout };
}

/** The middle of an odd number of values, the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    const upper = sorted[middle] ?? NaN;
    return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
