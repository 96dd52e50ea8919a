// SPDX-License-Identifier: Apache-2.0
import type { StoredOperation, StoredResource } from "./encoding";
import { inOrder, withoutDangling } from "./order";

/** One line of the journal: something that happened to the state. */
export type JournalRecord =
    | { begin: StoredOperation; token: number }
    | { done: number }
    | { put: StoredResource }
    | { remove: Identity }
    | { salt: string };

/** What tells the resources of a state apart: one that waits for deletion shares its URN with the one that replaced it. */
export interface Identity {
    urn: string;
    delete?: boolean;
    id?: string;
}

/** What a checkpoint says; the parts that checkpointOf() makes one of. */
export interface Base {
    readonly resources: readonly StoredResource[];
    readonly operations: readonly StoredOperation[];
    readonly salt: string | undefined;
    readonly time: string;
}

interface Entry {
    stored: StoredResource;
}

/** A state and what is done to it. The run and the replay after a crash use this same code, so both come to the same. */
export class Ledger {
    private readonly byUrn = new Map<string, Entry[]>();
    /** What this run has not registered, or not yet, in the order of the checkpoint. */
    private readonly olds = new Set<Entry>();
    /** What this run has registered, in its order. */
    private readonly news = new Set<Entry>();
    private readonly operations = new Map<number, StoredOperation>();
    /** Parents of removed resources. */
    private readonly parents = new Map<string, string>();
    private nextToken: number;

    /** Salt that the secrets in the resources are encrypted with. */
    public salt: string | undefined;
    /** Manifest time of the checkpoint, "" before the first one. */
    public readonly time: string;

    /** The operations of the base get the tokens from `firstToken` on. */
    constructor(
        base: Base,
        public readonly firstToken = 0,
    ) {
        this.nextToken = firstToken;
        this.salt = base.salt;
        this.time = base.time;
        for (const stored of base.resources) {
            this.add(this.olds, stored);
        }
        for (const operation of base.operations) {
            this.operations.set(this.newToken(), operation);
        }
    }

    /** A token for an operation that is about to begin. */
    public newToken(): number {
        return this.nextToken++;
    }

    public isPending(token: number): boolean {
        return this.operations.has(token);
    }

    public apply(record: JournalRecord): void {
        if ("put" in record) {
            this.put(record.put);
        } else if ("remove" in record) {
            this.remove(record.remove);
        } else if ("begin" in record) {
            this.operations.set(record.token, record.begin);
        } else if ("done" in record) {
            this.operations.delete(record.done);
        } else {
            this.salt = record.salt;
        }
    }

    /** The program has registered a resource that is as it was: it takes its place among those of this run. */
    public same(urn: string): void {
        const entry = this.living(urn);
        if (entry !== undefined && this.olds.delete(entry)) {
            this.news.add(entry);
        }
    }

    /** The resources in an order that is valid for Pulumi. */
    public resources(): StoredResource[] {
        const all = [...this.news, ...this.olds].map(({ stored }) => stored);
        return inOrder(withoutDangling(all, (urn) => this.parents.get(urn)));
    }

    public pendingOperations(): StoredOperation[] {
        return [...this.operations.values()];
    }

    private put(resource: StoredResource): void {
        if (resource.delete) {
            this.putDoomed(resource);
            return;
        }
        const entry = this.living(resource.urn);
        if (entry === undefined) {
            this.add(this.news, resource);
        } else {
            entry.stored = resource;
            this.same(resource.urn);
        }
        this.settle(resource.urn, ["creating", "updating", "reading"]);
    }

    /** A resource that is replaced stays where it is, marked. */
    private putDoomed(resource: StoredResource): void {
        const entry = this.find({ ...resource, delete: false }) ?? this.find(resource);
        if (entry === undefined) {
            this.add(this.olds, resource);
        } else {
            entry.stored = resource;
        }
    }

    private remove(identity: Identity): void {
        const entry = this.find(identity);
        if (entry !== undefined) {
            this.olds.delete(entry);
            this.news.delete(entry);
            this.byUrn.set(
                identity.urn,
                this.called(identity.urn).filter((other) => other !== entry),
            );
            if (entry.stored.parent) {
                this.parents.set(identity.urn, entry.stored.parent);
            }
        }
        this.settle(identity.urn, ["deleting"]);
    }

    /** What the state says about a resource after an operation ends that operation, even if the run was killed before it could say so. */
    private settle(urn: string, types: readonly StoredOperation["type"][]): void {
        for (const [token, { resource, type }] of this.operations) {
            if (resource.urn === urn && types.includes(type)) {
                this.operations.delete(token);
            }
        }
    }

    private add(list: Set<Entry>, stored: StoredResource): void {
        const entry: Entry = { stored };
        list.add(entry);
        this.byUrn.set(stored.urn, [...this.called(stored.urn), entry]);
    }

    private called(urn: string): Entry[] {
        return this.byUrn.get(urn) ?? [];
    }

    private living(urn: string): Entry | undefined {
        return this.called(urn).find(({ stored }) => !stored.delete);
    }

    private find(identity: Identity): Entry | undefined {
        return this.called(identity.urn).find(
            ({ stored }) =>
                (stored.delete ?? false) === (identity.delete ?? false) && (stored.id ?? "") === (identity.id ?? ""),
        );
    }
}
