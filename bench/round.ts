// SPDX-License-Identifier: Apache-2.0
import { measure, type Measured } from "./measure";
import type { Workload } from "./workload";

/** What is done, in this order, to a cluster that has none of the objects, and whether they must be there then. */
export const STEPS = [
    { name: "preview of the creation", engine: "preview", kubectl: "diff", made: false },
    { name: "up", engine: "up", kubectl: "apply", made: true },
    { name: "preview, nothing changed", engine: "preview", kubectl: "diff", made: true },
    { name: "up, nothing changed", engine: "up", kubectl: "apply", made: true },
    { name: "destroy", engine: "destroy", kubectl: "delete", made: false },
] as const;
export type Step = (typeof STEPS)[number];

/** Where a round takes place. */
export interface Site {
    readonly kubeconfig: string;
    /** Path of the program. */
    readonly kubectl: string;
    readonly workload: Workload;
    /** Path of the workload's list, as JSON. */
    readonly objects: string;
    /** Folder for whatever a round writes. */
    readonly scratch: string;
}

/** What a round took. */
export interface Round {
    /** Seconds of each step. */
    readonly seconds: readonly number[];
    /** What else there is to say of the round, by what it is, e.g. "peak memory of the engine, MiB". */
    readonly figures: Readonly<Record<string, number>>;
}

/** What can bring objects to a cluster and take them away again. */
export interface Subject {
    readonly name: string;
    round(site: Site): Promise<Round>;
}

/** Does every step and takes its time. Throws if one did not do what it is for: fast and wrong is not a result. */
export async function timed(site: Site, perform: (step: Step) => Promise<Measured>): Promise<number[]> {
    const seconds: number[] = [];
    for (const step of STEPS) {
        seconds.push((await perform(step)).seconds);
        const there = await objectsIn(site);
        const expected = step.made ? site.workload.list.items.length : 0;
        if (there !== expected) {
            throw new Error(`After "${step.name}" there are ${there} objects, and ${expected} were expected.`);
        }
    }
    return seconds;
}

async function objectsIn({ kubectl, kubeconfig, workload }: Site): Promise<number> {
    const env = { ...process.env, KUBECONFIG: kubeconfig };
    const { stdout } = await measure([kubectl, "get", ...workload.shown], { env });
    return stdout.split("\n").filter((line) => line !== "").length;
}
