// SPDX-License-Identifier: Apache-2.0

/**
 * Reads something anew for all who ask at about the same time: one read at a time, and nobody gets what was read before
 * they asked. Calico reads pools and namespaces for every address; a watch would be a moment behind.
 */
export class Fresh<T> {
    private running: Promise<unknown> = Promise.resolve();
    private next?: Promise<T> | undefined;

    constructor(private readonly fetch: () => Promise<T>) {}

    read(): Promise<T> {
        this.next ??= this.running.then(() => this.begin());
        return this.next;
    }

    private begin(): Promise<T> {
        this.next = undefined;
        const reading = this.fetch();
        this.running = reading.catch(() => undefined);
        return reading;
    }
}
