// SPDX-License-Identifier: Apache-2.0

/** Work that a program has asked for and that goes on. */
export class InFlight {
    private readonly running = new Set<Promise<unknown>>();

    public async track<T>(act: () => Promise<T>): Promise<T> {
        const task = act();
        this.running.add(task);
        try {
            return await task;
        } finally {
            this.running.delete(task);
        }
    }

    /** Resolves when nothing goes on any more. */
    public async idle(): Promise<void> {
        while (this.running.size > 0) {
            await Promise.allSettled(this.running);
        }
    }
}
