// SPDX-License-Identifier: Apache-2.0
import { CannotRead } from "kubesphere-network/components/cluster/cannot-read";
import type { Kind } from "kubesphere-network/lib/kinds";
import { cannotRead, type LiveCluster, type Part } from "./cluster";
import { Denied } from "./denied";

/** HTTP status of what somebody has no right to. */
const FORBIDDEN = 403;

/** What is kept of a page of objects: of ten thousand pods never more than a page is in memory as a whole. */
export type Keep<T> = (page: readonly object[]) => readonly T[];

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

/** A right in words: "list pods in the namespace shop". */
export function rightOf(verb: string, { apiVersion, plural }: Kind, { namespace }: Part = {}): string {
    const [group] = apiVersion.includes("/") ? apiVersion.split("/") : [""];
    const where = namespace === undefined ? "" : ` in the namespace ${namespace}`;
    return `${verb} ${plural}${group === "" ? "" : `.${group ?? ""}`}${where}`;
}

async function ifAllowed<T>(kind: Kind, reading: Promise<T>, refused: () => void): Promise<T | undefined> {
    try {
        return await reading;
    } catch (error) {
        if (error instanceof CannotRead && error.status === FORBIDDEN) {
            refused();
            return undefined;
        }
        throw cannotRead(kind, error);
    }
}
