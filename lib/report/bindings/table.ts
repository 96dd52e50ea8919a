// SPDX-License-Identifier: Apache-2.0
import type { BindingCell, BindingTable } from "../report";
import type { NamespacePair } from "./pairs";
import type { BindingWorld } from "./world";

/** Which namespace is bound to which pools, before and after. */
export function tableOf({ pairs, pods }: Pick<BindingWorld, "pairs" | "pods">): BindingTable {
    const rows = pairs.map((pair) => ({ pair, cells: cellsOf(pair) })).filter(({ cells }) => cells.size > 0);
    const pools = [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))].sort();
    return {
        pools,
        rows: rows.map(({ pair: { name, workspace }, cells }) => ({
            namespace: name,
            ...(workspace !== undefined && { workspace }),
            ...(pods && { pods: pods.get(name)?.length ?? 0 }),
            cells: pools.map((pool) => cells.get(pool) ?? "none"),
        })),
    };
}

function cellsOf({ before, after }: NamespacePair): Map<string, BindingCell> {
    const [from, to] = [new Set(before?.pools), new Set(after?.pools)];
    // What may be bound to more counts as it is now; a note tells of it.
    const isLate = after !== undefined && after.unknown.length > 0;
    const cellOf = (pool: string): BindingCell =>
        !from.has(pool) ? "added" : to.has(pool) || isLate ? "kept" : "removed";
    return new Map([...from, ...to].map((pool) => [pool, cellOf(pool)]));
}
