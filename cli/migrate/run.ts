// SPDX-License-Identifier: Apache-2.0
import type { IPPoolObject } from "kubesphere-network/lib/ippool/surroundings";
import { IP_POOL } from "kubesphere-network/lib/kinds";
import type { MigrationPlan } from "kubesphere-network/lib/migration/plan";
import { holdersOf, type PoolHolders } from "kubesphere-network/lib/migration/pool-holders";
import { programChange } from "kubesphere-network/lib/migration/program-change";
import { BadInput } from "../inputs/bad-input";
import type { Kapis } from "../kapis/kapis";
import type { MigrationEvent, Way } from "./journal/events";
import { readJournal } from "./journal/read";
import { type SoFar, soFar } from "./journal/so-far";
import type { Migration } from "./migration";
import { changedMoves } from "./namespaces/moves";
import { MOVE_NEEDS } from "./needs";
import { commandText } from "./next";
import { isNothing, nothingText, refusalOf, shownPlan } from "./plan";
import type { Asked } from "./planned";
import { type Ended, openJournaled, type JournaledCluster, withJournal, type WriteOptions } from "./journaled";
import { allStages } from "./stages";
import type { Ending, Voice } from "./voice";
import { readWorld } from "./world";

/** What `run` and `resume` are told. */
export interface RunOptions extends WriteOptions {
    /** How the pods are moved. Defaults to Kubernetes alone; of a migration that is resumed, to what it was before. */
    readonly through?: Way;
    /** KubeSphere's API, where it is to move them. */
    readonly kapisFor: (journaled: JournaledCluster) => Promise<Kapis>;
}

/** What is about to be done. */
interface Prepared {
    readonly journaled: JournaledCluster;
    readonly options: RunOptions;
    readonly asked: Asked;
    readonly through: Way;
    readonly plan: MigrationPlan;
    /** What the journal gets first, given what it has by then. */
    readonly first: (before: SoFar | undefined) => MigrationEvent;
}

/** Begins a migration, and takes it as far as it goes. */
export async function runMigration(options: RunOptions, voice: Voice): Promise<Ending> {
    const { from, to, through = "kubernetes" } = options;
    const asked = { from, to, batchSize: options.batchSize, namespaces: options.namespaces };
    const journaled = await openJournaled(options, MOVE_NEEDS);
    assertNoneOpen(journaled.before, options);
    const plan = await shownPlan(journaled.cluster, asked, { through, voice });
    if (isNothing(plan)) {
        return { outcome: "nothing", reasons: [nothingText(from)], next: [], program: [] };
    }
    const first = (before: SoFar | undefined): MigrationEvent => {
        assertNoneOpen(before, options);
        return { type: "begun", cluster: journaled.identity, asked, through, plan };
    };
    return performed({ journaled, options, asked, through, plan, first }, voice);
}

/** Goes on with a migration that was stopped, interrupted or killed. */
export async function resumeMigration(options: RunOptions, voice: Voice): Promise<Ending> {
    const journaled = await openJournaled(options, MOVE_NEEDS);
    const before = openMigration(journaled, options);
    const { through = before.through } = options;
    const asked = { ...before.asked, ...(options.batchSize !== undefined && { batchSize: options.batchSize }) };
    const plan = await shownPlan(journaled.cluster, asked, { through, voice });
    const first = (now: SoFar | undefined): MigrationEvent => {
        const { namespaces } = openMigration({ ...journaled, ...(now && { before: now }) }, options);
        return { type: "resumed", through, namespaces: changedMoves(plan.namespaces, namespaces) };
    };
    return performed({ journaled, options, asked, through, plan, first }, voice);
}

async function performed(prepared: Prepared, voice: Voice): Promise<Ending> {
    const { journaled, options, through, plan, first } = prepared;
    // What is half moved has dangers that the rest of the way takes away.
    const refusal = journaled.before?.written.size ? [] : refusalOf(plan);
    if (refusal.length > 0) {
        return { outcome: "refused", reasons: refusal, next: [commandText("plan", options)], program: [] };
    }
    const kapis = through === "kubesphere" ? await options.kapisFor(journaled) : undefined;
    if (!(await voice.ask(`Move the pods of IPPool "${options.from}" to "${options.to}" like this?`))) {
        return { outcome: "declined", reasons: ["Nothing was changed."], next: [], program: [] };
    }
    const ended = await withJournal(journaled, options, voice, async (conduct, journal) => {
        await conduct.record(first(soFar(journal.events)));
        const now = soFar((await readJournal(journal.path)).events);
        if (now !== undefined) {
            await allStages(conduct, { ...migrationOf(prepared, now), ...(kapis && { kapis }) });
        }
        await conduct.record({ type: "finished" });
    });
    return endingOf(prepared, ended);
}

function migrationOf({ asked, plan }: Prepared, now: SoFar): Migration {
    return {
        asked,
        from: plan.from,
        to: plan.to,
        namespaces: [...now.namespaces.values()],
        batches: plan.batches,
        isWhole: plan.remaining.length === 0,
        earlier: now.rolled,
        isAsked: now.isAsked,
    };
}

async function endingOf({ journaled, options, plan }: Prepared, { outcome, reasons }: Ended): Promise<Ending> {
    if (outcome !== "finished") {
        const canUndo = !(await isDisabled(journaled, plan.from.name));
        const commands = ["status", "resume", ...(canUndo ? ["undo"] : [])];
        return { outcome, reasons, next: commands.map((each) => commandText(each, options)), program: [] };
    }
    const whole = soFar((await readJournal(journaled.path)).events);
    const program = programChange({
        ...(whole?.plan ?? plan),
        namespaces: [...(whole?.namespaces.values() ?? plan.namespaces)],
    });
    const { world } = await readWorld(journaled.cluster);
    const holders: PoolHolders = holdersOf(plan.from, world);
    return { outcome, reasons, next: [], program: program.filter(({ time }) => time !== "before"), holders };
}

/** Whether the point is passed from which nothing can be undone. */
async function isDisabled({ cluster }: JournaledCluster, name: string): Promise<boolean> {
    try {
        const pool = await cluster.get<IPPoolObject>(IP_POOL, name);
        return pool?.spec?.disabled === true;
    } catch {
        // The server may be what is gone: undo says so itself then.
        return false;
    }
}

function assertNoneOpen(before: SoFar | undefined, options: RunOptions): void {
    if (before !== undefined && before.standing !== "finished" && before.standing !== "undone") {
        const next = before.standing === "undoing" ? ["undo"] : ["resume", "undo"];
        throw new BadInput([
            `This migration was begun at ${before.begunAt} and is not finished. Go on with: ${next.map((each) => commandText(each, options)).join(", or ")}`,
        ]);
    }
}

/** What the journal has of a migration that can be resumed. Throws a BadInput if there is none. */
function openMigration({ before, path }: JournaledCluster, options: RunOptions): SoFar {
    if (before === undefined || before.standing === "undone") {
        const why = before === undefined ? `There is no journal ${path}` : "That migration was undone";
        throw new BadInput([`${why}: nothing can be resumed. Begin with: ${commandText("run", options)}`]);
    }
    if (before.standing === "undoing") {
        throw new BadInput([`An undo of this migration has begun. Finish it with: ${commandText("undo", options)}`]);
    }
    return before;
}
