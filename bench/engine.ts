// SPDX-License-Identifier: Apache-2.0
import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { measure } from "./measure";
import { timed, type Subject } from "./round";

const COMMAND = resolve(__dirname, "../cli/bin/main.js");
const RECORDER = resolve(__dirname, "record-process.js");

/** The compiled `ksnet sandbox`, as a user starts it, with a program of the folder programs/. */
export function engine(name: string, program: string): Subject {
    const cwd = resolve(__dirname, "programs", program);
    return {
        name,
        async round(site) {
            const processes = join(site.scratch, "processes.jsonl");
            const env = {
                ...process.env,
                KUBECONFIG: site.kubeconfig,
                PULUMI_CONFIG_PASSPHRASE: "bench",
                NODE_OPTIONS: `--require=${JSON.stringify(RECORDER)}`,
                BENCH_OBJECTS: site.objects,
                BENCH_PROCESSES: processes,
            };
            await rm(join(cwd, ".ksnet"), { recursive: true, force: true });
            await rm(processes, { force: true });
            let resources = 0;
            const seconds = await timed(site, async (step) => {
                const yes = step.engine === "preview" ? [] : ["--yes"];
                const command = [process.execPath, COMMAND, "sandbox", step.engine, "--cwd", cwd, ...yes] as const;
                const measured = await measure([...command], { env });
                resources = Math.max(resources, Number(/(\d+) to create/.exec(measured.stdout)?.[1] ?? 0));
                return measured;
            });
            return { seconds, figures: { "resources of the engine": resources, ...(await figures(processes)) } };
        },
    };
}

/** Greatest memory of the engine's process and of the program's, and how long the program took in the first step. */
async function figures(file: string): Promise<Record<string, number>> {
    const records = (await readFile(file, "utf8"))
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as { script: string; maxRSS: number; seconds: number });
    const engines = records.filter(({ script }) => script === COMMAND);
    const programs = records.filter(({ script }) => script !== COMMAND);
    const peak = (of: typeof records): number => Math.max(...of.map(({ maxRSS }) => maxRSS / 1024));
    return {
        "program of the first preview, s": programs[0]?.seconds ?? NaN,
        "peak memory of the engine, MiB": peak(engines),
        "peak memory of the program, MiB": peak(programs),
    };
}
