// SPDX-License-Identifier: Apache-2.0
import type { BindingCell, BindingTable } from "kubesphere-network/lib/report/report";
import { BINDING_LEGEND, BINDING_MARKS } from "../words";
import { countText } from "../../../text/words";
import type { Table } from "./table";
import type { Cell, Tone } from "../../../text/table";

const TONES: Readonly<Record<BindingCell, Tone>> = { added: "good", removed: "bad", kept: "quiet", none: "quiet" };

/** Who may use which pool: a matrix for each cluster, cut into several where it would have too many columns. */
export function bindingTables(bindings: readonly BindingTable[], mostPools: number): Table[] {
    return bindings.flatMap((table) => {
        const parts = slices(table, mostPools);
        return parts.map((pools, index) => {
            const part = parts.length > 1 ? ` (${index + 1} of ${parts.length})` : "";
            return matrix(table, pools, part);
        });
    });
}

/** Columns that have a mark, as many at a time as there may be. */
function slices({ pools, rows }: BindingTable, most: number): number[][] {
    const used = pools.flatMap((_, column) => (rows.some(({ cells }) => isMarked(cells[column])) ? [column] : []));
    return Array.from({ length: Math.ceil(used.length / most) }, (_, part) =>
        used.slice(part * most, (part + 1) * most),
    );
}

function matrix({ cluster, pools, rows }: BindingTable, columns: readonly number[], part: string): Table {
    const shown = rows.filter(({ cells }) => columns.some((column) => isMarked(cells[column])));
    return {
        subject: "bindings",
        title: `Bindings${cluster === undefined ? "" : ` in ${cluster}`}${part}`,
        lead: [BINDING_LEGEND],
        columns: ["namespace", "workspace", "pods", ...columns.map((column) => pools[column] ?? "")],
        rows: shown.map(({ namespace, workspace = "", pods, cells }) => ({
            cells: [
                namespace,
                workspace,
                pods === undefined ? "" : countText(pods),
                ...columns.map((column) => markCell(cells[column])),
            ],
        })),
    };
}

function isMarked(cell: BindingCell = "none"): boolean {
    return cell !== "none";
}

function markCell(cell: BindingCell = "none"): Cell {
    return { text: BINDING_MARKS[cell], tone: TONES[cell] };
}
