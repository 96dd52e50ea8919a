// SPDX-License-Identifier: Apache-2.0
import type { MigrationPlan, NamespaceMove } from "kubesphere-network/lib/migration/plan";
import { holdersOf, type PoolHolders } from "kubesphere-network/lib/migration/pool-holders";
import type { MigrationWorld } from "kubesphere-network/lib/migration/world";
import type { Stage } from "./journal/events";
import type { Standing } from "./journal/so-far";
import { differencesFrom, type Place } from "./namespaces/keys";
import { commandText } from "./next";
import { planned } from "./planned";
import { type MigrateOptions, openJournaled, type JournaledCluster } from "./journaled";

/** Where a namespace is on its way; "elsewhere" if somebody has put it aside. */
export type Whereabouts = Place | "elsewhere" | "gone";

/** How a migration stands, as its journal and the cluster tell. */
export interface MigrationStatus {
    readonly from: string;
    readonly to: string;
    /** What the journal tells; undefined if there is none. */
    readonly journal?: {
        readonly path: string;
        readonly begunAt: string;
        readonly standing: Standing;
        /** The last stage that was begun. */
        readonly stage?: Stage;
        readonly batchesDone: number;
        readonly batchesPlanned: number;
        /** Why it stopped. */
        readonly reasons: readonly string[];
    };
    readonly isOldDisabled: boolean;
    readonly isNewDisabled: boolean;
    readonly namespaces: readonly { readonly namespace: string; readonly place: Whereabouts }[];
    /** Pods with addresses of the old pool. */
    readonly podsLeft: number;
    readonly holders: PoolHolders;
    readonly next: readonly string[];
}

/** Reads how a migration stands. Nothing is written, and it works without a journal. */
export async function migrationStatus(
    options: MigrateOptions,
    waiting: (text: string) => void,
): Promise<MigrationStatus> {
    const journaled = await openJournaled(options);
    const { from, to } = options;
    const { plan, world } = await planned(journaled.cluster, { from, to }, (kind, count) => {
        waiting(`Reading ${kind}: ${count}`);
    });
    const moves = [...new Map([...plan.namespaces.map(byName), ...(journaled.before?.namespaces ?? [])]).values()];
    const holders = holdersOf(plan.from, world);
    return {
        from,
        to,
        ...(journaled.before && { journal: journalStatus(journaled, journaled.before) }),
        isOldDisabled: plan.from.disabled,
        isNewDisabled: plan.to.disabled,
        namespaces: moves
            .map((move) => ({ namespace: move.namespace, place: whereabouts(move, world) }))
            .sort((a, b) => (a.namespace < b.namespace ? -1 : 1)),
        podsLeft: holders.workloads.reduce((sum, { pods }) => sum + pods.length, 0),
        holders,
        next: nextOf(journaled, plan, options),
    };
}

function journalStatus(
    { path }: JournaledCluster,
    before: NonNullable<JournaledCluster["before"]>,
): MigrationStatus["journal"] {
    const { begunAt, standing, stage, batchesDone, plan, reasons } = before;
    return {
        path,
        begunAt,
        standing,
        ...(stage && { stage }),
        batchesDone,
        batchesPlanned: plan.batches.length,
        reasons,
    };
}

function whereabouts(move: NamespaceMove, { namespaces }: MigrationWorld): Whereabouts {
    const live = namespaces.find(({ metadata }) => metadata?.name === move.namespace);
    const places: readonly Place[] = ["after", "narrowed", "both", "before"];
    return live === undefined
        ? "gone"
        : (places.find((place) => differencesFrom(move, place, live.metadata).length === 0) ?? "elsewhere");
}

function nextOf({ before }: JournaledCluster, plan: MigrationPlan, options: MigrateOptions): string[] {
    const commands: Readonly<Record<Standing, readonly string[]>> = {
        running: ["resume", "undo"],
        stopped: ["resume", "undo"],
        undoing: ["undo"],
        undone: ["plan", "run"],
        finished: [],
    };
    const all = before === undefined ? (plan.namespaces.length > 0 ? ["plan", "run"] : []) : commands[before.standing];
    return all.filter((each) => each !== "undo" || !plan.from.disabled).map((each) => commandText(each, options));
}

function byName(move: NamespaceMove): [string, NamespaceMove] {
    return [move.namespace, move];
}
