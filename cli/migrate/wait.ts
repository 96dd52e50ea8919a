// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from "node:timers/promises";
import type { Conduct } from "./conduct";
import { Interrupted, Stopped } from "./stopped";

/** Milliseconds between the first two looks, and between two looks at most. */
const SOON = 100;
const AT_MOST = 2_000;

/** What a look found. */
export interface Look {
    /** What is still missing, in whole sentences. */
    readonly missing: readonly string[];
    /** How far it is: the limit counts from when this was last greater than ever before. */
    readonly progress: number;
    /** The look in a few words. */
    readonly text: string;
}

/**
 * Looks again and again until nothing is missing. Throws a Stopped with what is, and why, once nothing has moved for too
 * long.
 */
export async function waitUntil(
    conduct: Conduct,
    look: () => Promise<Look>,
    why: () => Promise<readonly string[]> = () => Promise.resolve([]),
): Promise<void> {
    const { limits, signal } = conduct;
    let best = -Infinity;
    let since = Date.now();
    for (let interval = SOON; ; interval = Math.min(AT_MOST, interval * 1.5)) {
        const { missing, progress, text } = await look();
        if (missing.length === 0) {
            return;
        }
        if (progress > best) {
            [best, since] = [progress, Date.now()];
        }
        if (Date.now() - since >= limits.timeout) {
            throw new Stopped([
                `Nothing has moved for ${limits.timeout / 1000} seconds.`,
                ...missing,
                ...(await why()),
            ]);
        }
        conduct.waiting(text);
        await pause(interval, signal);
    }
}

/** Waits, unless somebody wants it to stop: then it throws an Interrupted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    try {
        await sleep(milliseconds, undefined, { signal });
    } catch {
        throw new Interrupted();
    }
}
