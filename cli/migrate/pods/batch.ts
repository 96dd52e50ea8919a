// SPDX-License-Identifier: Apache-2.0
import { ownerKey, titleOf } from "kubesphere-network/lib/migration/owners";
import type { WorkloadMove } from "kubesphere-network/lib/migration/plan";
import { assertGoingOn, type Conduct } from "../conduct";
import type { Step } from "../journal/events";
import { type Rolled, workloadKey } from "../journal/so-far";
import { type Look, waitUntil } from "../wait";
import { assertUsable } from "../stages/target";
import { arrivalOf, type Direction, isGone } from "./arrival";
import { evictNext } from "./evict";
import { lookAt, type Seen } from "./look";
import { restart, restartTime } from "./restart";
import { whyStuck } from "./stuck";

/** Workloads that are rolled at the same time. */
export interface Batch {
    readonly number: number;
    readonly workloads: readonly WorkloadMove[];
    readonly action: "roll" | "roll-back";
    /** Where the pods of a workload come from and go to. */
    readonly directionOf: (move: WorkloadMove) => Direction;
    /** What earlier runs have done, by `workloadKey`. */
    readonly earlier: ReadonlyMap<string, Rolled>;
}

/**
 * Rolls the workloads of a batch: those with rollouts are restarted, the pods of others evicted one by one. It is over
 * once every pod is ready with a new address; otherwise it throws a Stopped with everything that is wrong.
 */
export async function rollBatch(conduct: Conduct, batch: Batch): Promise<void> {
    const { number, workloads } = batch;
    assertGoingOn(conduct);
    await conduct.record({ type: "batch-begun", batch: number, workloads: workloads.map(refOf) });
    const begun = await lookAt(conduct.cluster, workloads);
    const steps = new Map<WorkloadMove, Step>();
    for (const move of workloads) {
        steps.set(move, await begin(conduct, batch, move, seenOf(begun, move)));
    }
    await waitUntil(
        conduct,
        () => look(conduct, batch),
        () => whyStuck(conduct.cluster, workloads),
    );
    const ended = await lookAt(conduct.cluster, workloads);
    for (const [move, step] of steps) {
        const outcome = isGone(move, seenOf(ended, move)) ? "gone" : "done";
        await conduct.record({ type: "step-ended", ...step, outcome });
    }
    await conduct.record({ type: "batch-ended", batch: number });
}

async function begin(conduct: Conduct, batch: Batch, move: WorkloadMove, seen: Seen): Promise<Step> {
    const object = refOf(move);
    const earlier = batch.earlier.get(workloadKey(object));
    const at = move.roll === "restart" ? restartTime(seen, batch.directionOf(move), earlier) : undefined;
    const step: Step = { action: batch.action, object, ...(at !== undefined && { restartedAt: at }) };
    await conduct.record({ type: "step-begun", ...step });
    if (at !== undefined) {
        await restart(conduct.cluster, move, seen, at);
    }
    return step;
}

/** Looks how far the batch is, and evicts what can be evicted now. */
async function look(conduct: Conduct, { number, workloads, directionOf }: Batch): Promise<Look> {
    const { cluster } = conduct;
    const seen = await lookAt(cluster, workloads);
    const arrivals = workloads.map((move) => arrivalOf(move, seenOf(seen, move), directionOf(move)));
    const refused: string[] = [];
    for (const move of workloads.filter(({ roll }) => roll === "evict")) {
        const why = await evictNext(cluster, move, seenOf(seen, move), directionOf(move));
        refused.push(...(why === undefined ? [] : [why]));
    }
    for (const pool of new Set(workloads.flatMap((move) => directionOf(move).entering ?? []))) {
        await assertUsable(cluster, pool);
    }
    const arrived = arrivals.reduce((sum, each) => sum + each.arrived, 0);
    const wanted = arrivals.reduce((sum, each) => sum + each.wanted, 0);
    return {
        missing: [...arrivals.flatMap(({ missing }) => missing), ...refused],
        progress: arrived,
        text: `Batch ${number}: ${arrived} of ${wanted} pods have arrived (${workloads.map(titleOf).join(", ")})`,
    };
}

function seenOf(seen: ReadonlyMap<string, Seen>, move: WorkloadMove): Seen {
    return seen.get(ownerKey(move)) ?? { pods: [] };
}

function refOf({ kind, namespace, name }: WorkloadMove): Step["object"] {
    return { kind, namespace, name };
}
