// SPDX-License-Identifier: Apache-2.0

import { setTimeout as sleep } from "node:timers/promises";

const FIRST_DELAY = 5;
const LONGEST_DELAY = 5000;

/** Keys to reconcile: never one key twice at a time, a key that comes meanwhile once more afterwards, errors later. */
export class WorkQueue {
    private readonly waiting = new Set<string>();
    private readonly running = new Map<string, Promise<void>>();
    private readonly failures = new Map<string, number>();

    constructor(
        private readonly reconcile: (key: string) => Promise<void>,
        private readonly failed: (key: string, error: unknown) => void,
        private readonly signal: AbortSignal,
    ) {}

    add(key: string): void {
        this.waiting.add(key);
        this.start(key);
    }

    /** Resolves when nothing runs any more; after the signal nothing new begins. */
    async settled(): Promise<void> {
        await Promise.all(this.running.values());
    }

    private start(key: string): void {
        if (this.running.has(key) || !this.waiting.delete(key) || this.signal.aborted) {
            return;
        }
        const run = this.once(key).finally(() => {
            this.running.delete(key);
            this.start(key);
        });
        this.running.set(key, run);
    }

    private async once(key: string): Promise<void> {
        try {
            await this.reconcile(key);
            this.failures.delete(key);
        } catch (error) {
            if (this.signal.aborted) {
                return;
            }
            this.failed(key, error);
            const failures = this.failures.get(key) ?? 0;
            this.failures.set(key, failures + 1);
            void this.later(key, Math.min(FIRST_DELAY * 2 ** failures, LONGEST_DELAY));
        }
    }

    private async later(key: string, delay: number): Promise<void> {
        const slept = await sleep(delay, true, { signal: this.signal }).catch(() => false);
        if (slept) {
            this.add(key);
        }
    }
}
