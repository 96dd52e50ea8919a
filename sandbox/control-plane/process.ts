// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** A process that cannot be mistaken for a later one with the same id. */
export interface ProcessIdentity {
    readonly pid: number;
    /** When it started, as the operating system counts it. */
    readonly startTime: string;
}

/** When a process started; nothing if it does not run (a zombie does not). */
export function startTimeOf(pid: number): string | undefined {
    return process.platform === "linux" ? startTimeFromProc(pid) : startTimeFromPs(pid);
}

function startTimeFromProc(pid: number): string | undefined {
    try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        // The command, in brackets, may hold blanks and brackets itself.
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
        return fields[0] === "Z" || fields[0] === "X" ? undefined : `${boot}/${fields[19] ?? ""}`;
    } catch {
        return undefined;
    }
}

function startTimeFromPs(pid: number): string | undefined {
    try {
        const [state, ...started] = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" })
            .trim()
            .split(/\s+/);
        return state?.startsWith("Z") ? undefined : started.join(" ");
    } catch {
        return undefined;
    }
}

/** Who a running process is; nothing if it does not run. */
export function identityOf(pid: number): ProcessIdentity | undefined {
    const startTime = startTimeOf(pid);
    return startTime === undefined ? undefined : { pid, startTime };
}

/** Whether this very process still runs. */
export function isRunning({ pid, startTime }: ProcessIdentity): boolean {
    return startTimeOf(pid) === startTime;
}

/** Sends a signal to this very process, and to nobody who has got its id since. */
export function signal(target: ProcessIdentity, name: NodeJS.Signals): void {
    if (isRunning(target)) {
        try {
            process.kill(target.pid, name);
        } catch {
            // Gone in between, which is what was wanted.
        }
    }
}

/** Asks again until the answer is there; nothing when the time is over. */
export async function poll<T>(
    ask: () => T | undefined | Promise<T | undefined>,
    limits: { readonly timeout: number; readonly interval?: number },
): Promise<T | undefined> {
    const end = Date.now() + limits.timeout;
    for (;;) {
        const answer = await ask();
        if (answer !== undefined || Date.now() >= end) {
            return answer;
        }
        await delay(limits.interval ?? 50);
    }
}

/** Waits until a process is gone. Whether it is. */
export async function gone(target: ProcessIdentity, timeout: number): Promise<boolean> {
    return (await poll(() => (isRunning(target) ? undefined : true), { timeout })) ?? false;
}
