// SPDX-License-Identifier: Apache-2.0
import type { IsolationChange } from "kubesphere-network/lib/report/report";
import { transition } from "../words";
import { listed } from "../../../text/words";
import { ClusterColumn, type Table } from "./table";
import { type Cell } from "../../../text/table";

const POLICIES = {
    purged: "deleted by KubeSphere",
    deleted: "deleted",
    created: "created",
    changed: "changed",
} as const satisfies Record<keyof IsolationChange["policies"], string>;

/** Who is isolated, and what becomes of the policies that make exceptions. */
export function isolationTables(changes: readonly IsolationChange[]): Table[] {
    const clusters = new ClusterColumn(changes);
    return [
        {
            subject: "isolation",
            title: "Isolation",
            columns: clusters.head("kind", "name", "isolation"),
            detailColumn: "NamespaceNetworkPolicies",
            rows: changes.map(({ cluster, kind, name, before, after, policies }) => ({
                cells: clusters.cells(cluster, kind, name, isolationCell(before, after)),
                details: policyLines(policies),
            })),
        },
    ];
}

function isolationCell(before: string, after: string): Cell {
    return { text: transition(before, after), tone: before === after ? "quiet" : "other" };
}

function policyLines(policies: IsolationChange["policies"]): string[] {
    return (Object.keys(POLICIES) as (keyof typeof POLICIES)[])
        .filter((key) => policies[key].length > 0)
        .map((key) => `${POLICIES[key]}: ${listed(policies[key])}`);
}
