// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findBinaries, startSandbox, terminalProgress } from "kubesphere-network-sandbox";
import { engine } from "./engine";
import { kubectl } from "./kubectl";
import { overlapMilliseconds } from "./overlap";
import { poolList } from "./pools";
import type { Round, Site, Subject } from "./round";
import { table, type Results } from "./table";

const SUBJECTS: readonly Subject[] = [kubectl, engine("CustomResource", "raw"), engine("NetworkPlatform", "platform")];

const { values } = parseArgs({
    options: {
        n: { type: "string", multiple: true, default: ["200", "1000"] },
        runs: { type: "string", default: "3" },
    },
});
const sizes = values.n.map((text) => positive("n", text));
const runs = positive("runs", values.runs);

async function main(): Promise<void> {
    const scratch = await mkdtemp(join(tmpdir(), "ksnet-bench-"));
    const binaries = await findBinaries(terminalProgress());
    const started = performance.now();
    const sandbox = await startSandbox({ name: `bench-${process.pid}` });
    try {
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        const [cpu] = cpus();
        const memory = Math.round(totalmem() / 2 ** 30);
        // Of the minute before: what else the machine was busy with.
        const load = loadavg()[0]?.toFixed(1) ?? "unknown";
        console.log(`${cpus().length} x ${cpu?.model ?? "CPU"}, ${memory} GiB, Node ${process.version}, load ${load}`);
        console.log(`The control plane was ready after ${seconds} s. In seconds, median of runs: ${runs}.`);
        console.log(`Overlaps among 1,000 pools: none, found out in ${overlapMilliseconds(1000)} ms.`);
        for (const count of sizes) {
            const pools = join(scratch, `pools-${count}.json`);
            await writeFile(pools, JSON.stringify(poolList(count)));
            const site = { kubeconfig: sandbox.kubeconfig, kubectl: binaries.kubectl, pools, count, scratch };
            console.log(`\n${table(`${count} IPPools`, await roundsOfAll(site))}`);
        }
    } finally {
        await sandbox.stop();
        await rm(scratch, { recursive: true, force: true });
    }
}

/** The subjects take turns, so that whatever else the machine does at a time hits them all alike. */
async function roundsOfAll(site: Site): Promise<Results[]> {
    const results = SUBJECTS.map(({ name }) => ({ name, rounds: [] as Round[] }));
    for (let run = 1; run <= runs; run++) {
        for (const [index, subject] of SUBJECTS.entries()) {
            process.stderr.write(`${site.count} IPPools, run ${run} of ${runs}: ${subject.name}\n`);
            results[index]?.rounds.push(await subject.round(site));
        }
    }
    return results;
}

function positive(option: string, text: string): number {
    const number = Number(text);
    if (!Number.isInteger(number) || number < 1 || number > 65_536) {
        throw new Error(`'--${option}' (${text}) must be a whole number from 1 to 65536.`);
    }
    return number;
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
