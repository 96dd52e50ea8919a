// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "kubesphere-network/lib/kinds";
import { cannotRead, type LiveCluster, type Part } from "./cluster";
import { Denied } from "./denied";
import { rightOf } from "./right";
import { isForbidden } from "./status";

/** What is kept of a page of objects: of ten thousand pods never more than a page is in memory as a whole. */
export type Keep<T> = (page: readonly object[]) => readonly T[];

/** Told how many objects of a kind are read so far. */
export type Progress = (kind: string, count: number) => void;

/** What is kept of a page, with progress told. */
export function counting<T>({ kind }: Kind, progress: Progress, keep: Keep<T>): Keep<T> {
    let count = 0;
    return (page) => {
        count += page.length;
        progress(kind, count);
        return keep(page);
    };
}

/** What a command reads of a cluster, and what of it it may not. */
export class Reads {
    private readonly denied = new Set<string>();
    private readonly unread = new Set<Kind>();

    constructor(public readonly cluster: LiveCluster) {}

    /** Kinds that may not be read, and that the command goes on without. */
    get notRead(): readonly Kind[] {
        return [...this.unread];
    }

    /** The objects of a kind; none if they may not be read, which `assertAllowed` tells. */
    async list<T>(kind: Kind, part?: Part, keep?: Keep<T>): Promise<T[]> {
        return (await this.orDenied(kind, "list", part, this.all(kind, part, keep))) ?? [];
    }

    /** The objects of a kind that the command can do without; undefined if they may not be read. */
    async listIfAllowed<T>(kind: Kind, part?: Part, keep?: Keep<T>): Promise<T[] | undefined> {
        return ifAllowed(kind, this.all(kind, part, keep), () => this.unread.add(kind));
    }

    /** One object; undefined if there is none, or if it may not be read, which `assertAllowed` tells. */
    async get<T extends object>(kind: Kind, name: string, namespace?: string): Promise<T | undefined> {
        return this.orDenied(kind, "get", { namespace }, this.cluster.get<T>(kind, name, namespace));
    }

    /** Throws a Denied with everything that was missing. */
    assertAllowed(): void {
        if (this.denied.size > 0) {
            throw new Denied([...this.denied]);
        }
    }

    private async all<T>(kind: Kind, part?: Part, keep: Keep<T> = (page) => page as T[]): Promise<T[]> {
        const found: T[] = [];
        for await (const page of this.cluster.pages(kind, part)) {
            found.push(...keep(page));
        }
        return found;
    }

    private orDenied<T>(kind: Kind, verb: string, part: Part | undefined, reading: Promise<T>): Promise<T | undefined> {
        return ifAllowed(kind, reading, () => this.denied.add(rightOf(verb, kind, part)));
    }
}

/** What was read; undefined if it may not be, which is told. */
export async function ifAllowed<T>(
    kind: Kind,
    reading: Promise<T>,
    refused: () => void = () => undefined,
): Promise<T | undefined> {
    try {
        return await reading;
    } catch (error) {
        if (isForbidden(error)) {
            refused();
            return undefined;
        }
        throw cannotRead(kind, error);
    }
}
