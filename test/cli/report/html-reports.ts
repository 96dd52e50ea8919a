// SPDX-License-Identifier: Apache-2.0
import type { BindingCell, ConnectionChange, Parties, Report } from "kubesphere-network/lib/report/report";
import { QUIET } from "./reports";

/** Names that would be something else in a page that takes them as they are. */
export const HOSTILE_NAMES = [
    "<script>window.harmed = 1</script>",
    '"><img src=x onerror="window.harmed = 1">',
    "' onload='window.harmed = 1",
    "]]><svg/onload=window.harmed=1>",
    "</style></title></svg><b>bold</b>",
    "&lt;b&gt;&amp;#60;",
    "\u202etcejorp\u0000",
    "שלום-عالم",
    "long-".repeat(60),
] as const;

/** A report in which every text is that one. */
export function hostileReport(name: string): Report {
    const parties: Parties = { text: name, namespaces: [{ name, workloads: [name] }], ranges: [name] };
    return {
        title: name,
        summary: [{ area: "pools", severity: "danger", text: name }],
        findings: [
            {
                severity: "danger",
                area: "pools",
                rule: name,
                cluster: name,
                object: { kind: name, name, namespace: name },
                before: name,
                after: name,
                message: name,
                wayOut: name,
            },
        ],
        pools: [
            {
                cluster: name,
                name,
                change: "created",
                cidr: name,
                addresses: { before: 0, after: "340282366920938463463374607431768211456" },
                settings: [{ property: name, before: name, after: name }],
            },
        ],
        bindings: [{ cluster: name, pools: [name], rows: [{ namespace: name, workspace: name, cells: ["added"] }] }],
        isolation: [
            {
                cluster: name,
                kind: "project",
                name,
                before: "on",
                after: "off",
                policies: { created: [name], changed: [name], deleted: [name], purged: [name] },
            },
        ],
        connectivity: [
            {
                cluster: name,
                basis: { namespaces: 1, workloads: 1, policies: 1 },
                answers: [{ question: name, text: name, namespace: name, before: "yes", after: "no", reason: name }],
                changes: [
                    { change: "lost", from: parties, to: parties, before: name, after: "none", decidedBy: [name] },
                ],
                counts: { lost: 1, gained: 0, changed: 0 },
            },
        ],
        extensions: [
            {
                cluster: name,
                name,
                change: "changed",
                version: { before: name, after: name },
                enabled: { before: true, after: true },
                agents: { added: [name], removed: [name], kept: [name] },
                config: [{ cluster: name, property: name, before: name, after: name }],
            },
        ],
        order: [{ by: "you", text: name }],
        irreversible: [{ object: { kind: name, name }, text: name }],
        notes: [name],
    };
}

const LARGE = 100;

/** A report about 100 namespaces of ten workspaces, 20 pools and 300 connections. */
export function largeReport(): Report {
    const namespace = (index: number): string => `department-${index % 10}-service-${index % LARGE}`;
    const one = (name: string): Parties => ({
        text: `all of ${name}`,
        namespaces: [{ name, workloads: "all" }],
        ranges: [],
    });
    const pools = Array.from({ length: 20 }, (_, index) => `pool-of-department-${index}`);
    const connection = (_: unknown, index: number): ConnectionChange => ({
        change: (["lost", "gained", "changed"] as const)[index % 3]!,
        from: one(namespace(index * 7)),
        to:
            index % 10 === 0
                ? { text: "", namespaces: [], ranges: [`10.${index % 250}.0.0/16`] }
                : one(namespace(index * 31 + 5)),
        before: "TCP 80, TCP 443, TCP 8000-8010, UDP 53",
        after: "TCP 80",
        decidedBy: [],
    });
    const cells = (row: number): BindingCell[] =>
        pools.map((_, pool) => (pool === row % 20 ? "kept" : pool === 3 && row % 9 === 0 ? "added" : "none"));
    return {
        ...QUIET,
        title: "a large stack",
        bindings: [
            {
                pools,
                rows: Array.from({ length: LARGE }, (_, row) => ({
                    namespace: namespace(row),
                    workspace: `workspace-${row % 10}`,
                    cells: cells(row),
                })),
            },
        ],
        isolation: Array.from({ length: 10 }, (_, index) => ({
            kind: "workspace" as const,
            name: `workspace-${index}`,
            before: "off" as const,
            after: index % 2 === 0 ? ("on" as const) : ("off" as const),
            policies: { created: [], changed: [], deleted: [], purged: [] },
        })),
        connectivity: [
            {
                basis: { namespaces: LARGE, workloads: LARGE, policies: LARGE },
                answers: [],
                changes: Array.from({ length: 300 }, connection),
                counts: { lost: 100, gained: 100, changed: 100 },
            },
        ],
    };
}
