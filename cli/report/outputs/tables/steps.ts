// SPDX-License-Identifier: Apache-2.0
import type { Irreversible, Step } from "kubesphere-network/lib/report/report";
import { objectTitle } from "../words";
import { countText } from "../../../text/words";
import type { Table } from "./table";

/** What is done in which order, and by whom. */
export function orderTable(order: readonly Step[]): Table {
    return {
        subject: "order",
        title: "Order",
        columns: ["#", "by", "step"],
        rows: order.map(({ by, text }, index) => ({
            cells: [countText(index + 1), { text: by, tone: by === "you" ? "other" : "quiet" }, text],
        })),
    };
}

/** What undoing the change does not bring back. */
export function undoTable(irreversible: readonly Irreversible[]): Table {
    return {
        subject: "undo",
        title: "What cannot be undone",
        columns: ["object", "what"],
        rows: irreversible.map(({ object, cluster, text }) => ({
            cells: [{ text: objectTitle(object, cluster), tone: "bad" }, text],
        })),
    };
}
