// SPDX-License-Identifier: Apache-2.0

import { setTimeout as sleep } from "node:timers/promises";
import type { Kind } from "kubesphere-network/lib/kinds";
import type { KubernetesClient, KubernetesObject, WatchEvent } from "../kubernetes/client";

/** Told of every change, also of those that happened while the watch was broken. */
export interface Handlers {
    added?(object: KubernetesObject): void;
    updated?(before: KubernetesObject, after: KubernetesObject): void;
    deleted?(object: KubernetesObject): void;
}

interface Options {
    readonly client: KubernetesClient;
    readonly kind: Kind;
    readonly labelSelector?: string;
    readonly handlers: Handlers;
    readonly signal: AbortSignal;
    readonly log: (line: string) => void;
}

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2000;
/** A watch that fell silent without an end, as may happen when an API server restarts, misses no more than this. */
const WATCH_MILLISECONDS = 10_000;

/** Lists and watches one kind until the signal; a watch that breaks is followed by a new list. */
export class Informer {
    private known = new Map<string, KubernetesObject>();
    private pause = FIRST_PAUSE;

    constructor(private readonly options: Options) {}

    /** Resolves after the first list; goes on in the background. */
    async start(): Promise<void> {
        const resourceVersion = await this.list();
        void this.run(resourceVersion);
    }

    private async run(first: string): Promise<void> {
        const { signal, log, kind } = this.options;
        let resourceVersion: string | undefined = first;
        const stopped = () => signal.aborted;
        while (!stopped()) {
            try {
                await this.watch(resourceVersion ?? (await this.list()));
            } catch (error) {
                if (!stopped()) {
                    log(`watch of ${kind.plural} broke: ${error instanceof Error ? error.message : String(error)}`);
                }
            }
            resourceVersion = undefined;
            await sleep(this.pause, undefined, { signal }).catch(() => undefined);
            this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
        }
    }

    private async list(): Promise<string> {
        const { client, kind, labelSelector = "", signal } = this.options;
        const { items, resourceVersion } = await client.list(kind, { labelSelector, signal });
        const gone = new Map(this.known);
        for (const item of items) {
            gone.delete(keyOf(item));
            this.changed(item);
        }
        for (const item of gone.values()) {
            this.removed(item);
        }
        return resourceVersion;
    }

    private async watch(resourceVersion: string): Promise<void> {
        const { client, kind, labelSelector = "", signal } = this.options;
        const lifetime = AbortSignal.timeout(WATCH_MILLISECONDS);
        const options = { resourceVersion, labelSelector, signal: AbortSignal.any([signal, lifetime]) };
        try {
            for await (const event of client.watch(kind, options)) {
                this.pause = FIRST_PAUSE;
                this.handle(event);
            }
        } catch (error) {
            if (!lifetime.aborted) {
                throw error;
            }
            this.pause = FIRST_PAUSE;
        }
    }

    private handle({ type, object }: WatchEvent): void {
        if (type === "ADDED" || type === "MODIFIED") {
            this.changed(object);
        } else if (type === "DELETED") {
            this.removed(object);
        } else if (type === "ERROR") {
            throw new Error(`the API server ended it: ${JSON.stringify(object)}`);
        }
    }

    private changed(object: KubernetesObject): void {
        const key = keyOf(object);
        const before = this.known.get(key);
        this.known.set(key, object);
        if (before === undefined) {
            this.options.handlers.added?.(object);
        } else if (before.metadata.resourceVersion !== object.metadata.resourceVersion) {
            this.options.handlers.updated?.(before, object);
        }
    }

    private removed(object: KubernetesObject): void {
        this.known.delete(keyOf(object));
        this.options.handlers.deleted?.(object);
    }
}

function keyOf({ metadata }: KubernetesObject): string {
    return `${metadata.namespace ?? ""}/${metadata.name ?? ""}/${metadata.uid ?? ""}`;
}
