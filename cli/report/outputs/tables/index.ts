// SPDX-License-Identifier: Apache-2.0
import type { Report } from "kubesphere-network/lib/report/report";
import { bindingTables } from "./bindings";
import { connectivityTables } from "./connectivity";
import { extensionTables } from "./extensions";
import { isolationTables } from "./isolation";
import { poolTables } from "./pools";
import { orderTable, undoTable } from "./steps";
import type { Table } from "./table";

/** The tables of a report in the order in which they are read; those without rows are left out. */
export function tablesOf(report: Report, mostPools: number): Table[] {
    return [
        ...poolTables(report.pools),
        ...bindingTables(report.bindings, mostPools),
        ...isolationTables(report.isolation),
        ...connectivityTables(report.connectivity),
        ...extensionTables(report.extensions),
        orderTable(report.order),
        undoTable(report.irreversible),
    ].filter(({ rows }) => rows.length > 0);
}
