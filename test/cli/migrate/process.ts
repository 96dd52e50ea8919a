// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { Recorded } from "../../../cli/migrate/journal/events";
import type { Place } from "./cluster";

const KSNET = resolve(__dirname, "../../../cli/bin/main.js");

/** What is run. */
export interface Run {
    readonly subcommand: string;
    readonly place: Place;
    readonly kubeconfig: string;
}

/** When the process gets a signal: the moment it says what is asked for, once; never by default. */
export interface Signal {
    readonly signal: NodeJS.Signals;
    readonly isMoment?: (event: Recorded) => boolean;
}

/** What the process had written when it ended. */
export interface Ended {
    readonly events: readonly Recorded[];
    /** How it ended, if it came to that. */
    readonly result?: { readonly outcome: string; readonly next: readonly string[] };
    readonly isSignalled: boolean;
    /** Null if a signal ended it. */
    readonly code: number | null;
    readonly stderr: string;
}

/** Runs the compiled `ksnet migrate` as a process of its own. */
export async function migrate({ subcommand, place, kubeconfig }: Run, { signal, isMoment }: Signal): Promise<Ended> {
    const { from, to, stateDir } = place;
    const flags = ["--json", "--yes", "--pause", "0s", "--timeout", "20s", "--state-dir", stateDir];
    const child = spawn(process.execPath, [KSNET, "migrate", subcommand, from, to, ...flags], {
        env: { ...process.env, KUBECONFIG: kubeconfig },
        stdio: ["ignore", "pipe", "pipe"],
    });
    const exited = new Promise<number | null>((done) => child.once("exit", done));
    const stderr = text(child.stderr);
    const events: Recorded[] = [];
    let result: Ended["result"];
    let isSignalled = false;
    for await (const line of createInterface({ input: child.stdout })) {
        const said = JSON.parse(line) as Recorded | (NonNullable<Ended["result"]> & { type: "result" });
        if (said.type === "result") {
            result = said;
        } else if ("at" in said) {
            events.push(said);
            isSignalled ||= isMoment?.(said) === true && child.kill(signal);
        }
    }
    return { events, isSignalled, code: await exited, stderr: await stderr, ...(result && { result }) };
}
