// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findBinaries, startSandbox, terminalProgress } from "kubesphere-network-sandbox";
import { checkSeconds } from "./check";
import { engine } from "./engine";
import { kubectl } from "./kubectl";
import { measure } from "./measure";
import { overlapMilliseconds } from "./overlap";
import { reachTable } from "./reach";
import type { Round, Site, Subject } from "./round";
import { table, type Results } from "./table";
import type { Workload } from "./workload";
import { platform } from "./workload-platform";
import { MOST_POOLS, pools } from "./workload-pools";

const RAW = engine("raw resources", "raw");
const PLATFORM = engine("NetworkPlatform", "platform");

/** What is measured, each for itself. */
const PARTS = ["engine", "reach"] as const;

const { values } = parseArgs({
    options: {
        n: { type: "string", multiple: true, default: ["200", "1000"] },
        namespaces: { type: "string", default: "1000" },
        runs: { type: "string", default: "3" },
        only: { type: "string", multiple: true, default: [...PARTS] },
    },
});
const sizes = values.n.map((text) => positive("n", text));
const namespaces = positive("namespaces", values.namespaces);
const runs = positive("runs", values.runs);

async function main(): Promise<void> {
    const parts = values.only.map(part);
    const [cpu] = cpus();
    const memory = Math.round(totalmem() / 2 ** 30);
    // Of the minute before: what else the machine was busy with.
    const load = loadavg()[0]?.toFixed(1) ?? "unknown";
    console.log(`${cpus().length} x ${cpu?.model ?? "CPU"}, ${memory} GiB, Node ${process.version}, load ${load}`);
    if (parts.includes("reach")) {
        console.log(`The difference in who may talk to whom, median of runs: ${runs}.\n${await reachTable(runs)}`);
    }
    if (parts.includes("engine")) {
        await benchEngine();
    }
}

async function benchEngine(): Promise<void> {
    const scratch = await mkdtemp(join(tmpdir(), "ksnet-bench-"));
    const binaries = await findBinaries(terminalProgress());
    const started = performance.now();
    const sandbox = await startSandbox({ name: `bench-${process.pid}` });
    try {
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        console.log(`The control plane was ready after ${seconds} s. In seconds, median of runs: ${runs}.`);
        console.log(`Overlaps among 1,000 pools: none, found out in ${overlapMilliseconds(1000)} ms.`);
        const check = (await checkSeconds(10_000, scratch)).toFixed(1);
        console.log(`ksnet check: 10,000 objects of one YAML file in ${check} s.`);
        const place = { kubeconfig: sandbox.kubeconfig, kubectl: binaries.kubectl, scratch };
        for (const count of sizes) {
            await compare(pools(count), [kubectl, RAW, PLATFORM], place);
        }
        await compare(platform(100, namespaces), [RAW, PLATFORM], place);
    } finally {
        await sandbox.stop();
        await rm(scratch, { recursive: true, force: true });
    }
}

async function compare(workload: Workload, subjects: Subject[], place: Omit<Site, "workload" | "objects">) {
    const objects = join(place.scratch, "objects.json");
    await writeFile(objects, JSON.stringify(workload.list));
    if (workload.before !== undefined) {
        const before = join(place.scratch, "before.json");
        await writeFile(before, JSON.stringify(workload.before));
        const env = { ...process.env, KUBECONFIG: place.kubeconfig };
        await measure([place.kubectl, "apply", "--server-side", "--filename", before], { env });
    }
    console.log(`\n${table(workload.title, await roundsOfAll(subjects, { ...place, workload, objects }))}`);
}

/** The subjects take turns, so that whatever else the machine does at a time hits them all alike. */
async function roundsOfAll(subjects: Subject[], site: Site): Promise<Results[]> {
    const results = subjects.map(({ name }) => ({ name, rounds: [] as Round[] }));
    for (let run = 1; run <= runs; run++) {
        for (const [index, subject] of subjects.entries()) {
            process.stderr.write(`${site.workload.title}, run ${run} of ${runs}: ${subject.name}\n`);
            results[index]?.rounds.push(await subject.round(site));
        }
    }
    return results;
}

function part(text: string): (typeof PARTS)[number] {
    const known = PARTS.find((each) => each === text);
    if (known === undefined) {
        throw new Error(`'--only' (${text}) must be one of ${PARTS.join(", ")}.`);
    }
    return known;
}

function positive(option: string, text: string): number {
    const number = Number(text);
    if (!Number.isInteger(number) || number < 1 || number > MOST_POOLS) {
        throw new Error(`'--${option}' (${text}) must be a whole number from 1 to ${MOST_POOLS}.`);
    }
    return number;
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
