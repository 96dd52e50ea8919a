// SPDX-License-Identifier: Apache-2.0
import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { measure } from "./measure";
import { timed, type Subject } from "./round";

const COMMAND = resolve(__dirname, "../cli/bin/main.js");
const MEMORY_RECORDER = resolve(__dirname, "record-memory.js");

/** The compiled `ksnet sandbox`, as a user starts it, with a program of the folder programs/. */
export function engine(name: string, program: string): Subject {
    const cwd = resolve(__dirname, "programs", program);
    return {
        name,
        async round(site) {
            const memory = join(site.scratch, "memory.jsonl");
            const env = {
                ...process.env,
                KUBECONFIG: site.kubeconfig,
                PULUMI_CONFIG_PASSPHRASE: "bench",
                NODE_OPTIONS: `--require=${JSON.stringify(MEMORY_RECORDER)}`,
                BENCH_POOLS: site.pools,
                BENCH_MEMORY: memory,
            };
            await rm(join(cwd, ".ksnet"), { recursive: true, force: true });
            await rm(memory, { force: true });
            const seconds = await timed(site, (step) => {
                const yes = step.engine === "preview" ? [] : ["--yes"];
                return measure([process.execPath, COMMAND, "sandbox", step.engine, "--cwd", cwd, ...yes], { env });
            });
            return { seconds, memory: await peaks(memory) };
        },
    };
}

/** Greatest memory in MiB of the engine's process and of the program's. */
async function peaks(file: string): Promise<Record<string, number>> {
    const peak = { engine: 0, program: 0 };
    for (const line of (await readFile(file, "utf8")).trimEnd().split("\n")) {
        const { script, maxRSS } = JSON.parse(line) as { script: string; maxRSS: number };
        const process = script === COMMAND ? "engine" : "program";
        peak[process] = Math.max(peak[process], maxRSS / 1024);
    }
    return peak;
}
