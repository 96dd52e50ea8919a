// SPDX-License-Identifier: Apache-2.0
import type { WorkloadMove } from "kubesphere-network/lib/migration/plan";
import { DEFAULT_BATCH_SIZE } from "kubesphere-network/lib/migration/asked";
import { grouped } from "kubesphere-network/lib/grouped";
import type { Conduct } from "../conduct";
import type { Migration } from "../migration";
import { planned } from "../planned";
import { rollBatch } from "../pods/batch";
import { unfinished } from "../pods/unfinished";
import { pause } from "../wait";
import { assertReady } from "./target";

/** Rolls the workloads of namespaces that were never bound, one namespace after the other: they get any other pool. */
export async function others(conduct: Conduct, migration: Migration): Promise<void> {
    const { plan } = await planned(conduct.cluster, migration.asked);
    const bound = new Set(migration.namespaces.map(({ namespace }) => namespace));
    const begun = unfinished({ ...migration, batches: [plan.others] }).filter(({ namespace }) => !bound.has(namespace));
    const direction = { leaving: migration.from };
    for (const [index, workloads] of batchesOf([...begun, ...plan.others], migration.asked.batchSize).entries()) {
        if (index > 0) {
            await pause(conduct.limits.pause, conduct.signal);
        }
        await assertReady(conduct.cluster, migration.to);
        await rollBatch(conduct, {
            number: index + 1,
            workloads,
            action: "roll",
            directionOf: () => direction,
            earlier: migration.earlier,
        });
    }
}

/** So many of one namespace at a time. */
function batchesOf(workloads: readonly WorkloadMove[], size = DEFAULT_BATCH_SIZE): WorkloadMove[][] {
    return [...grouped(workloads, ({ namespace }) => namespace).values()].flatMap((inside) =>
        Array.from({ length: Math.ceil(inside.length / size) }, (_, index) =>
            inside.slice(index * size, (index + 1) * size),
        ),
    );
}
