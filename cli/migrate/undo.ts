// SPDX-License-Identifier: Apache-2.0
import { grouped } from "kubesphere-network/lib/grouped";
import { means, poolList } from "kubesphere-network/lib/ippool/pins";
import type { IPPoolObject } from "kubesphere-network/lib/ippool/surroundings";
import { IP_POOL, NAMESPACE } from "kubesphere-network/lib/kinds";
import { ownerKey, titleOf } from "kubesphere-network/lib/migration/owners";
import { oldPods } from "kubesphere-network/lib/migration/old-pods";
import type { NamespaceMove, WorkloadMove } from "kubesphere-network/lib/migration/plan";
import { replacementOf } from "kubesphere-network/lib/migration/replacement";
import { BadInput } from "../inputs/bad-input";
import type { Conduct } from "./conduct";
import { handBack } from "./hand-back";
import { type SoFar, soFar, workloadKey } from "./journal/so-far";
import { givenBack } from "./namespaces/holders";
import { restore } from "./namespaces/restore";
import { UNDO_NEEDS } from "./needs";
import { commandText } from "./next";
import { type Direction, rangeOf } from "./pods/arrival";
import { rollBatch } from "./pods/batch";
import { lookAt } from "./pods/look";
import { openJournaled, type JournaledCluster, withJournal, type WriteOptions } from "./journaled";
import type { Ending, Voice } from "./voice";
import { pause } from "./wait";

/** Puts everything back as it was before a migration that has not disabled the old pool yet. */
export async function undoMigration(options: WriteOptions, voice: Voice): Promise<Ending> {
    const journaled = await openJournaled(options, UNDO_NEEDS);
    const before = undoable(journaled, options);
    await assertEnabled(journaled, before, options);
    const moves = [...before.namespaces.values()].filter(({ namespace }) => before.written.has(namespace));
    const workloads = await rolledWorkloads(journaled, before);
    voice.undo({ namespaces: moves.map(({ namespace }) => namespace), workloads: workloads.map(titleOf) });
    if (!(await voice.ask(`Put all of this back to IPPool "${options.from}"?`))) {
        return { outcome: "declined", reasons: ["Nothing was changed."], next: [], program: [] };
    }
    const left: string[] = [];
    const ended = await withJournal(journaled, options, voice, async (conduct, journal) => {
        const now = undoable({ ...journaled, before: soFar(journal.events) ?? before }, options);
        await conduct.record({ type: "undo-begun" });
        for (const move of moves) {
            left.push(...(await restore(conduct, move)));
        }
        await rollBack(conduct, now, await rolledWorkloads(journaled, now));
        await handBack(
            conduct,
            moves.map((move) => ({
                kind: NAMESPACE,
                name: move.namespace,
                heirs: (metadata) => givenBack(move, now.held.get(move.namespace) ?? [], metadata),
            })),
        );
        await conduct.record({ type: "undone", left });
    });
    return ended.outcome === "finished"
        ? { outcome: "undone", reasons: left, next: [], program: [] }
        : { ...ended, next: ["status", "undo"].map((each) => commandText(each, options)), program: [] };
}

/** Rolls the workloads that the migration has rolled, in its batches. */
async function rollBack(conduct: Conduct, now: SoFar, workloads: readonly WorkloadMove[]): Promise<void> {
    const places = new Map(now.plan.batches.flatMap((batch, place) => batch.map((move) => [workloadKey(move), place])));
    const placeOf = (move: WorkloadMove): number => places.get(workloadKey(move)) ?? now.plan.batches.length;
    const batches = [...grouped(workloads, placeOf)].sort(([a], [b]) => a - b);
    for (const [index, [, batch]] of batches.entries()) {
        if (index > 0) {
            await pause(conduct.limits.pause, conduct.signal);
        }
        await rollBatch(conduct, {
            number: index + 1,
            workloads: batch,
            action: "roll-back",
            directionOf: ({ namespace }) => backwards(now, now.namespaces.get(namespace)),
            earlier: now.rolledBack,
        });
    }
}

/** Back to the old pool, where the namespace was bound to it alone; else to any pool that it may have. */
function backwards({ plan: { from, to } }: SoFar, move: NamespaceMove | undefined): Direction {
    const lists = Object.values(move?.before.annotations ?? {}).map((text) => poolList(text ?? undefined) ?? []);
    const isAlone = lists.some((list) => list.length === 1 && list.every((entry) => means(entry, from)));
    return { leaving: to, ...(isAlone && { entering: from }) };
}

/** What the migration has rolled and what has new addresses, or has been rolled back and may not be ready yet. */
async function rolledWorkloads({ cluster }: JournaledCluster, before: SoFar): Promise<WorkloadMove[]> {
    const owners = [...before.rolled.values()]
        .map(({ object: { kind, namespace = "", name } }) => ({ kind, namespace, name }))
        .filter(({ namespace }) => before.namespaces.has(namespace));
    const seen = await lookAt(cluster, owners);
    return owners.flatMap((owner) => {
        const { object, pods: all } = seen.get(ownerKey(owner)) ?? { pods: [] };
        const pods = oldPods(rangeOf(before.plan.to), all).length;
        const isRolled = object !== undefined && replacementOf(owner.kind, object).obstacle === undefined;
        const move: WorkloadMove = { ...owner, roll: isRolled ? "restart" : "evict", pods, consequences: [] };
        return pods > 0 || before.rolledBack.get(workloadKey(move))?.isDone === false ? [move] : [];
    });
}

/** What the journal has of a migration that can be undone. Throws a BadInput if there is none. */
function undoable({ before, path }: JournaledCluster, options: WriteOptions): SoFar {
    if (before === undefined) {
        throw new BadInput([
            `There is no journal ${path}: what there was before is not known, and nothing can be undone. See what there is now with: ${commandText("status", options)}`,
        ]);
    }
    if (before.standing === "undone") {
        throw new BadInput(["That migration was undone already."]);
    }
    return before;
}

/** Throws a BadInput if the old pool takes no pods any more. */
async function assertEnabled(
    { cluster }: JournaledCluster,
    { plan, standing }: SoFar,
    options: WriteOptions,
): Promise<void> {
    const { name } = plan.from;
    const pool = await cluster.get<IPPoolObject>(IP_POOL, name);
    if (pool?.spec?.disabled !== true && pool !== undefined) {
        return;
    }
    const isOver = standing === "finished";
    const { from, to } = options;
    throw new BadInput([
        `IPPool "${name}" is ${pool === undefined ? "gone" : "disabled"}: pods that were put back to it would get no address, so the migration cannot be undone any more.`,
        ...(isOver ? [] : [`Finish it with: ${commandText("resume", options)}`]),
        `To go back all the same, ${pool === undefined ? "make the pool anew" : "enable it"} and migrate the other way: ${commandText("run", { ...options, from: to, to: from })}`,
    ]);
}
