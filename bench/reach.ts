// SPDX-License-Identifier: Apache-2.0
import { resolve } from "node:path";
import Table from "cli-table3";
import { measure, median } from "./measure";
import { USUAL_CASES, WORST_CASES } from "./reach-cases";
import type { ReachRun } from "./reach-run";

const PROGRAM = resolve(__dirname, "reach-run.ts");

/** Numbers of namespaces. The worst cases are measured with the last one. */
const SIZES = [50, 200, 1000] as const;

/** How the difference in who may talk to whom grows with the world: median of so many runs. */
export async function reachTable(runs: number): Promise<string> {
    const table = new Table({
        head: ["namespaces", "workloads", "policies", "what changes", "pairs", "groups", "s", "peak MiB"],
        colAligns: ["right", "right", "right", "left", "right", "right", "right", "right"],
        style: { head: [], border: [], compact: true },
    });
    for (const namespaces of SIZES) {
        const worst = namespaces === SIZES.at(-1) ? WORST_CASES : {};
        for (const title of Object.keys({ ...USUAL_CASES, ...worst })) {
            table.push(await row(title, namespaces, runs));
        }
    }
    return table.toString();
}

async function row(title: string, namespaces: number, runs: number): Promise<string[]> {
    const results: ReachRun[] = [];
    for (let run = 1; run <= runs; run++) {
        process.stderr.write(`${namespaces} namespaces, run ${run} of ${runs}: ${title}\n`);
        const command = [process.execPath, "--import", "tsx", PROGRAM, title, String(namespaces)] as const;
        const { stdout } = await measure(command, { env: process.env });
        results.push(JSON.parse(stdout) as ReachRun);
    }
    const middle = (value: (run: ReachRun) => number) => median(results.map(value));
    const counts = [namespaces, middle((run) => run.workloads), middle((run) => run.policies)];
    return [
        ...counts.map(shown),
        title,
        ...[middle((run) => run.pairs), middle((run) => run.groups)].map(shown),
        middle((run) => run.seconds).toFixed(2),
        middle((run) => run.peakMebibytes).toFixed(0),
    ];
}

function shown(count: number): string {
    return count.toLocaleString("en");
}
