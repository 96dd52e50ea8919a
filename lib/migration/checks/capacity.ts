// SPDX-License-Identifier: Apache-2.0
import { poolUses } from "../../ipam/use";
import { counted, numbered } from "../../report/words";
import type { ContextCheck } from "../context";
import { poolTitle } from "../pools";
import type { Mover } from "../workload-moves";

/** Source: autoAssign in libcalico-go/lib/ipam/ipam.go of Calico, which gives no address where none is left */
export const capacity: ContextCheck = ({ to, batches, world }) => {
    const free = poolUses([to], world.blocks, world.reservations)[0]?.unallocated ?? 0n;
    const pods = sumOf(batches.flat().map(({ old }) => old.length));
    const extra = Math.max(0, ...batches.map((batch) => sumOf(batch.map(surgeOf))));
    const surge = extra === 0 ? "" : `, and ${extra} more while they are rolled`;
    return free >= BigInt(pods + extra)
        ? []
        : [
              {
                  severity: "danger",
                  rule: "migration-few-addresses",
                  object: poolTitle(to),
                  message: `It has ${counted(free, "free address", "free addresses")}, and ${counted(pods, "pod")} ${numbered(pods, "needs one", "need one")}${surge}: new pods fail once none is left.`,
                  wayOut: "Name a larger pool, or move fewer namespaces.",
              },
          ];
};

/** New addresses that a workload needs meanwhile beside those of the pods that move: those of pods that have one already. */
function surgeOf({ old, replacement: { pods, surge } }: Mover): number {
    return Math.min(surge, Math.max(0, pods - old.length));
}

function sumOf(counts: readonly number[]): number {
    return counts.reduce((sum, count) => sum + count, 0);
}
