// SPDX-License-Identifier: Apache-2.0
import type { PoolChange } from "kubesphere-network/lib/report/report";
import { differenceText, transition } from "../words";
import { countText } from "../../../text/words";
import { changeCell, ClusterColumn, type Table } from "./table";

/** What becomes of the pools. */
export function poolTables(pools: readonly PoolChange[]): Table[] {
    const clusters = new ClusterColumn(pools);
    return [
        {
            subject: "pools",
            title: "Pools",
            columns: clusters.head("pool", "change", "CIDR", "addresses", "in use"),
            detailColumn: "settings",
            rows: pools.map(({ cluster, name, change, cidr, addresses, used, settings }) => ({
                cells: clusters.cells(
                    cluster,
                    name,
                    changeCell(change),
                    cidr,
                    transition(countText(addresses.before), countText(addresses.after)),
                    used === undefined ? "" : countText(used),
                ),
                details: settings.map(differenceText),
            })),
        },
    ];
}
