// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { byName, type ByName, type ClusterObject } from "../../lib/cluster/objects";
import type { Kind } from "../../lib/kinds";
import { hasEngine } from "../hooks";
import { perProgram, perProvider } from "../per-program";
import { CannotRead, clusterAccess, type ClusterAccess, type ListOptions } from "./access";

/** What a program finds on a cluster when it runs: each thing is read once, however many resources ask for it. */
export class World {
    private readonly answers = new Map<string, Promise<unknown>>();

    constructor(
        private readonly access: ClusterAccess,
        /** Version of the API server, such as "v1.36.3". */
        public readonly version: string,
    ) {}

    /** The objects of a kind; undefined if they may not be read, which is said once. */
    list<T extends object>(kind: Kind, options?: ListOptions): Promise<T[] | undefined> {
        return this.once(`list ${JSON.stringify([kind, options])}`, () =>
            ifReadable(this.access.list<T>(kind, options)),
        );
    }

    /** One object; undefined if there is none or it may not be read. */
    get<T extends object>(kind: Kind, name: string, namespace?: string): Promise<T | undefined> {
        return this.once(`get ${JSON.stringify([kind, name, namespace])}`, () =>
            ifReadable(this.access.get<T>(kind, name, namespace)),
        );
    }

    /** The same objects by name. */
    named<T extends ClusterObject>(kind: Kind, namespace?: string): Promise<ByName<T> | undefined> {
        return this.once(`named ${JSON.stringify([kind, namespace])}`, async () => {
            const objects = await this.list<T>(kind, namespace === undefined ? undefined : { namespace });
            return objects && byName(objects);
        });
    }

    /** Whether the cluster knows the kind; undefined if that may not be asked. */
    serves(kind: Kind): Promise<boolean | undefined> {
        return this.once(`serves ${JSON.stringify(kind)}`, () => ifReadable(this.access.serves(kind)));
    }

    /** Whatever else is made of the cluster once, by a name of its own. */
    once<T>(name: string, make: () => Promise<T>): Promise<T> {
        const answer = (this.answers.get(name) as Promise<T> | undefined) ?? make();
        this.answers.set(name, answer);
        return answer;
    }
}

/** The cluster of a provider; undefined where no engine runs the program or the cluster cannot be read. */
export const worldOf = perProvider(async (provider) => (hasEngine() ? ifReadable(reached(provider)) : undefined));

async function reached(provider: pulumi.ProviderResource | undefined): Promise<World> {
    const access = await clusterAccess(provider);
    return new World(access, await access.version());
}

const warned = perProgram(() => new Set<string>());

/** What was read; where the cluster cannot be read undefined, which is said once a run with the reason. */
export async function ifReadable<T>(reading: Promise<T>): Promise<T | undefined> {
    try {
        return await reading;
    } catch (error) {
        if (!(error instanceof CannotRead)) {
            throw error;
        }
        if (!warned().has(error.message)) {
            warned().add(error.message);
            void pulumi.log.warn(
                `Not everything was looked at on the cluster (rules, readiness), because ${error.message}. ` +
                    "The rules that need no cluster were checked.",
            );
        }
        return undefined;
    }
}
