// SPDX-License-Identifier: Apache-2.0
import { type Conduct, inJournal } from "../conduct";
import type { Migration } from "../migration";
import { bringTo } from "../namespaces/forward";
import { planned } from "../planned";
import { type Batch, rollBatch } from "../pods/batch";
import { unfinished } from "../pods/unfinished";
import { pause } from "../wait";
import { assertReady } from "./target";

/** How often workloads that have appeared meanwhile are looked for: nobody gets an old address any more by then. */
const ROUNDS = 3;

type Numbered = Pick<Batch, "number" | "workloads">;

/** Rolls the workloads of the bound namespaces, with a pause between the batches; then those that have appeared since. */
export async function rolled(conduct: Conduct, migration: Migration): Promise<void> {
    const bound = new Set(migration.namespaces.map(({ namespace }) => namespace));
    const begun = unfinished(migration).filter(({ namespace }) => bound.has(namespace));
    const batches = [...(begun.length > 0 ? [begun] : []), ...migration.batches];
    let number = 0;
    if (migration.kapis !== undefined) {
        await askKubeSphere(conduct, migration);
    }
    for (const workloads of batches) {
        await (migration.kapis === undefined ? moved : awaited)(conduct, migration, { number: ++number, workloads });
    }
    // Those without workloads, too: whatever starts in them later is not to get an old address.
    for (const move of migration.namespaces) {
        await bringTo(conduct, move, "narrowed", migration);
    }
    for (let round = 0; round < ROUNDS; round++) {
        const { plan } = await planned(conduct.cluster, migration.asked);
        for (const workloads of plan.batches) {
            await moved(conduct, migration, { number: ++number, workloads });
        }
        if (plan.batches.length === 0) {
            return;
        }
    }
}

/** Rolls one batch: its namespaces first, so that no new pod gets an old address. */
async function moved(conduct: Conduct, migration: Migration, { number, workloads }: Numbered): Promise<void> {
    if (number > 1) {
        conduct.waiting(`Pause of ${conduct.limits.pause / 1000} seconds before batch ${number}`);
        await pause(conduct.limits.pause, conduct.signal);
    }
    await assertReady(conduct.cluster, migration.to);
    const names = new Set(workloads.map(({ namespace }) => namespace));
    for (const move of migration.namespaces.filter(({ namespace }) => names.has(namespace))) {
        await bringTo(conduct, move, "narrowed", migration);
    }
    await rollBatch(conduct, batchOf(migration, { number, workloads }));
}

/** Waits until somebody else has rolled a batch. */
async function awaited(conduct: Conduct, migration: Migration, { number, workloads }: Numbered): Promise<void> {
    const waiting = workloads.map((move) => ({ ...move, roll: "wait" as const }));
    await rollBatch(conduct, batchOf(migration, { number, workloads: waiting }));
}

function batchOf({ from, to, earlier }: Migration, numbered: Numbered): Batch {
    const direction = { leaving: from, entering: to };
    return { ...numbered, action: "roll", directionOf: () => direction, earlier };
}

/** Has KubeSphere move the pods; what it does, and in which order, is not known. */
async function askKubeSphere(conduct: Conduct, { kapis, isAsked, from, to }: Migration): Promise<void> {
    if (!isAsked) {
        await inJournal(conduct, { action: "ask", object: { kind: "IPPool", name: from.name } }, async () => {
            await kapis?.migrate(from.name, to.name);
            return "done";
        });
    }
}
