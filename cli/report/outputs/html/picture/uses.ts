// SPDX-License-Identifier: Apache-2.0
import type { BindingCell, BindingTable } from "kubesphere-network/lib/report/report";
import type { Fate } from "./model";

/** That a namespace may use a pool, by their names. */
export interface Use {
    readonly namespace: string;
    readonly pool: string;
    readonly fate: Fate;
}

/** The marks of a matrix, one by one. */
export function usesOf({ pools, rows }: BindingTable): Use[] {
    return rows.flatMap(({ namespace, cells }) =>
        pools.flatMap((pool, column) => {
            const fate = fateOf(cells[column]);
            return fate === undefined ? [] : [{ namespace, pool, fate }];
        }),
    );
}

function fateOf(cell: BindingCell = "none"): Fate | undefined {
    return cell === "none" ? undefined : cell;
}
