// SPDX-License-Identifier: Apache-2.0
import { liveCluster, type LiveCluster, type LiveOptions } from "../cluster/cluster";
import { assertRights } from "../cluster/rights";
import { Refused } from "../cluster/write";
import { messageOf } from "../inputs/bad-input";
import type { Need } from "../rbac/need";
import type { Conduct, Limits } from "./conduct";
import { assertSameCluster, identityOf } from "./identity";
import type { ClusterIdentity } from "./journal/events";
import { type Journal, openJournal } from "./journal/journal";
import { journalPath, type JournalPlace } from "./journal/place";
import { readJournal } from "./journal/read";
import { type SoFar, soFar } from "./journal/so-far";
import { patientCluster } from "./patient";
import type { Asked } from "./planned";
import { Interrupted, Stopped } from "./stopped";
import type { Voice } from "./voice";

/** What every subcommand is told. */
export interface MigrateOptions extends LiveOptions, Asked {
    readonly stateDir?: string;
}

/** The same for those that write. */
export interface WriteOptions extends MigrateOptions {
    readonly limits: Limits;
    readonly signal: AbortSignal;
    /** Milliseconds for which the API server may be away. Defaults to two minutes. */
    readonly away?: number;
}

/** A cluster, and what the journal tells of a migration in it. */
export interface JournaledCluster {
    readonly cluster: LiveCluster;
    readonly identity: ClusterIdentity;
    readonly place: JournalPlace;
    readonly path: string;
    /** Undefined if there is no journal. */
    readonly before?: SoFar;
}

/**
 * Opens the cluster, and reads the journal without locking it. Throws a BadInput if that is of another cluster, and a Denied
 * with all rights that are missing: whoever writes asks for them first, so that nothing ends half-way.
 */
export async function openJournaled(options: MigrateOptions, needs: readonly Need[] = []): Promise<JournaledCluster> {
    const cluster = await liveCluster(options);
    await assertRights(cluster, needs);
    const place = { ...options, context: cluster.context };
    const path = journalPath(place);
    const identity = await identityOf(cluster);
    const before = soFar((await readJournal(path)).events);
    if (before !== undefined) {
        assertSameCluster(path, before.cluster, identity);
    }
    return { cluster, identity, place, path, ...(before && { before }) };
}

/** How work with a journal ended. */
export type Ended =
    | { readonly outcome: "finished"; readonly reasons: readonly [] }
    | { readonly outcome: "stopped" | "interrupted"; readonly reasons: readonly string[] };

/** Works with the journal locked. What keeps the work from going on is in the journal, too. */
export async function withJournal(
    { cluster, place }: JournaledCluster,
    { limits, signal, away }: WriteOptions,
    voice: Voice,
    work: (conduct: Conduct, journal: Journal) => Promise<void>,
): Promise<Ended> {
    const journal = await openJournal(place);
    const waiting = (text: string): void => {
        voice.waiting(text);
    };
    const conduct: Conduct = {
        cluster: patientCluster(cluster, { signal, waiting, ...(away !== undefined && { away }) }),
        limits,
        signal,
        waiting,
        record: async (event) => {
            voice.event(await journal.record(event));
        },
    };
    try {
        await work(conduct, journal);
        return { outcome: "finished", reasons: [] };
    } catch (error) {
        return await endedBy(error, conduct);
    } finally {
        await journal.close();
    }
}

async function endedBy(error: unknown, { record }: Conduct): Promise<Ended> {
    if (error instanceof Interrupted) {
        await record({ type: "interrupted" });
        return { outcome: "interrupted", reasons: [] };
    }
    const reasons =
        error instanceof Stopped
            ? error.reasons
            : [error instanceof Refused ? `The API server refuses: ${error.message}` : messageOf(error)];
    await record({ type: "stopped", reasons });
    if (error instanceof Stopped || error instanceof Refused) {
        return { outcome: "stopped", reasons };
    }
    throw error;
}
