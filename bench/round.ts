// SPDX-License-Identifier: Apache-2.0
import { measure, type Measured } from "./measure";

/** What is done, in this order, to a cluster that has none of the pools, and how many of them there must be then. */
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
    /** Path of a Kubernetes List of pools, as JSON. */
    readonly pools: string;
    /** How many pools that file has. */
    readonly count: number;
    /** Folder for whatever a round writes. */
    readonly scratch: string;
}

/** What a round took. */
export interface Round {
    /** Seconds of each step. */
    readonly seconds: readonly number[];
    /** Greatest resident memory in MiB of any process, by what it is. */
    readonly memory: Readonly<Record<string, number>>;
}

/** What can bring pools to a cluster and take them away again. */
export interface Subject {
    readonly name: string;
    round(site: Site): Promise<Round>;
}

/** Does every step and takes its time. Throws if one did not do what it is for: fast and wrong is not a result. */
export async function timed(site: Site, perform: (step: Step) => Promise<Measured>): Promise<number[]> {
    const seconds: number[] = [];
    for (const step of STEPS) {
        seconds.push((await perform(step)).seconds);
        const there = await poolsIn(site);
        const expected = step.made ? site.count : 0;
        if (there !== expected) {
            throw new Error(`After "${step.name}" there are ${there} pools, and ${expected} were expected.`);
        }
    }
    return seconds;
}

async function poolsIn({ kubectl, kubeconfig }: Site): Promise<number> {
    const env = { ...process.env, KUBECONFIG: kubeconfig };
    const { stdout } = await measure([kubectl, "get", "ippools.crd.projectcalico.org", "--output=name"], { env });
    return stdout.split("\n").filter((line) => line !== "").length;
}
