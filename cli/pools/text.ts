// SPDX-License-Identifier: Apache-2.0
import type { PoolFinding } from "kubesphere-network/lib/ipam/findings";
import { addressText } from "kubesphere-network/lib/cidr";
import type { PoolUse } from "kubesphere-network/lib/ipam/use";
import { entrySections } from "../text/entries";
import { type Page, pageFor, type TextOptions } from "../text/page";
import { type Row, tableSection } from "../text/table";
import { countText, listed } from "../text/words";
import type { Choices } from "./choices";
import type { PoolsState, PoolState } from "./state";
import { addressCount, entryOf, stateCell, usedCell } from "./words";

/** Names of namespaces in a column before they are only counted. */
const MOST_NAMES = 3;

/** All pools of a cluster. */
export function poolsText(state: PoolsState, options: TextOptions): string {
    const page = pageFor(options);
    const table = {
        title: `IP pools of the cluster "${state.context}"`,
        lead: [state.countedBy, ...state.notes],
        columns: ["pool", "cidr", "capacity", "used", "free", "reserved", "tunnel", "bound", "state"],
        rows: state.pools.map(({ pool, counts, bound }) => ({
            cells: [
                pool.name,
                pool.spec.cidr,
                addressCount(counts.capacity),
                usedCell(counts),
                addressCount(counts.unallocated),
                addressCount(counts.reserved),
                countText(counts.tunnel),
                bound.length === 0 ? "-" : listed(bound, MOST_NAMES),
                stateCell(pool),
            ],
        })),
    };
    return joined([tableSection(table, page, state.pools.length), ...findingSections(state.findings, page)]);
}

/** One pool: who has its addresses. */
export function poolText(state: PoolsState, { pool, counts, use, bound }: PoolState, options: TextOptions): string {
    const page = pageFor(options);
    const facts: Row[] = [
        ["CIDR", `${pool.spec.cidr}, in blocks of /${pool.spec.blockSize}`],
        ["state", stateCell(pool)],
        ["capacity", addressCount(counts.capacity)],
        ["used", usedCell(counts)],
        ["free", addressCount(counts.unallocated)],
        ["reserved", addressCount(counts.reserved)],
        ["tunnel", countText(counts.tunnel)],
        ["bound", bound.length === 0 ? "no namespace" : listed(bound)],
    ].map((cells) => ({ cells }));
    const lead = [state.countedBy, ...state.notes];
    return joined([
        tableSection({ title: `IPPool "${pool.name}"`, lead, columns: ["property", "value"], rows: facts }, page),
        namespacesSection(counts.namespaces, bound, page),
        ...(use === undefined ? [] : useSections(use, page)),
        ...findingSections(
            state.findings.filter((finding) => finding.pool === pool.name),
            page,
        ),
    ]);
}

/** Which pools can be used, and why others cannot. */
export function choicesText({ title, choices, free, findings, notes }: Choices, options: TextOptions): string {
    const page = pageFor(options);
    const rows = [...choices]
        .sort((a, b) => Number(b.isPossible) - Number(a.isPossible))
        .map(({ pool, isPossible, reason }): Row => ({
            cells: [
                pool,
                isPossible ? { text: "yes", tone: "good" } : { text: "no", tone: "quiet" },
                ...(free ? [addressCount(free.get(pool) ?? 0n)] : []),
                reason,
            ],
        }));
    const none = choices.some(({ isPossible }) => isPossible) ? [] : ["There is none."];
    const table = { title, lead: [...none, ...notes], columns: ["pool", "", ...(free ? ["free"] : []), "why"], rows };
    return joined([tableSection(table, page, choices.length), ...findingSections(findings, page)]);
}

function namespacesSection(namespaces: ReadonlyMap<string, number>, bound: readonly string[], page: Page): string {
    const idle = bound.filter((name) => !namespaces.has(name)).map((name) => [name, 0] as const);
    const rows = [...namespaces, ...idle].map(([name, count]) => ({
        cells: [name, countText(count), bound.includes(name) ? "yes" : "no"],
    }));
    return tableSection({ title: "By namespace", columns: ["namespace", "addresses", "bound"], rows }, page);
}

function useSections({ pool, nodes, blocks, allocated }: PoolUse, page: Page): string[] {
    const { family } = pool.cidr;
    return [
        tableSection(
            {
                title: "By node",
                columns: ["node", "blocks", "addresses", "borrowed"],
                rows: nodes.map(({ node, blocks: owned, allocations, borrowed }) => ({
                    cells: [node, countText(owned), countText(allocations), countText(borrowed)],
                })),
            },
            page,
        ),
        tableSection(
            {
                title: "Blocks",
                columns: ["block", "node", "taken", "free"],
                rows: blocks.map(({ cidr, node = "-", size, taken }) => ({
                    cells: [cidr, node, countText(taken), countText(size - taken)],
                })),
            },
            page,
        ),
        tableSection(
            {
                title: "Addresses in use",
                columns: ["address", "used by", "node"],
                rows: allocated.map(({ address, use, namespace = "", pod, node = "-" }) => ({
                    cells: [
                        addressText(family, address),
                        pod === undefined
                            ? use === "namespaced"
                                ? `namespace ${namespace}`
                                : use
                            : `${namespace}/${pod}`,
                        node,
                    ],
                })),
            },
            page,
        ),
    ];
}

function findingSections(findings: readonly PoolFinding[], page: Page): string[] {
    return entrySections(findings.map(entryOf), page);
}

function joined(sections: readonly string[]): string {
    return `${sections.join("\n\n")}\n`;
}
