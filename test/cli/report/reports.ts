// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import {
    AREAS,
    type BindingTable,
    type Connectivity,
    type Finding,
    type Report,
    SEVERITIES,
} from "kubesphere-network/lib/report/report";

/** A report in which nothing changes. */
export const QUIET: Report = {
    title: "preview.json",
    summary: [],
    findings: [],
    pools: [],
    bindings: [],
    isolation: [],
    connectivity: [],
    extensions: [],
    order: [],
    irreversible: [],
    notes: [],
};

/** What could break a table, a list, a comment or a terminal. */
const HOSTILE = [
    "a|b\\|c",
    "</details>",
    "<!-- ksnet-report -->",
    "```\ncode",
    "@everyone fixes #12",
    "**_~~`$x$`~~_**",
    "- [ ] x\r\n| --- |",
    "1. one\n\n# two",
    "\u001b[31mred\u202e",
    "&lt;b&gt; &#64;me",
    "global.".repeat(20),
    "x".repeat(300),
];

/** Any text, hostile ones too. */
export const anyText = fc.oneof(
    fc.constantFrom(...HOSTILE),
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.lorem({ maxCount: 30 }),
);

const text = anyText;
const name = fc.oneof(fc.constantFrom("retail", "shop-api", "a".repeat(63)), text);
const count = fc.nat(100_000);
const maybe = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(some, { nil: undefined });

/** As many as there may be, made of a few: large ones take too long to make one by one. */
function many<T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
    return fc
        .tuple(fc.array(one, { maxLength: 4 }), fc.constantFrom(1, 1, 7, 200))
        .map(([few, times]) => Array.from({ length: times }, () => few).flat());
}

const cluster = maybe(fc.constantFrom("host", "member-1", "<b>|@me"));
const change = fc.constantFrom("created", "changed", "deleted", "unchanged");
const object = fc.record({ kind: name, name, namespace: maybe(name) });
const difference = fc.record({ property: text, before: maybe(text), after: maybe(text) });
const finding: fc.Arbitrary<Finding> = fc.record({
    severity: fc.constantFrom(...SEVERITIES),
    area: fc.constantFrom(...AREAS),
    rule: name,
    cluster,
    object,
    before: maybe(text),
    after: maybe(text),
    message: text,
    wayOut: maybe(text),
});
const bindingTable: fc.Arbitrary<BindingTable> = fc.nat(25).chain((pools) =>
    fc.record({
        cluster,
        pools: fc.array(name, { minLength: pools, maxLength: pools }),
        rows: many(
            fc.record({
                namespace: name,
                workspace: maybe(name),
                pods: maybe(count),
                cells: fc.array(fc.constantFrom("none", "kept", "added", "removed"), {
                    minLength: pools,
                    maxLength: pools,
                }),
            }),
        ),
    }),
);
const parties = fc.record({ text, namespaces: fc.constant([]), ranges: fc.constant([]) });
const answer = fc.constantFrom("yes", "no", "partly", "unknown");
const names = many(fc.constantFrom("from-web", "a|b", "to-ledger"));
const connectivity: fc.Arbitrary<Connectivity> = fc.record({
    cluster,
    basis: fc.record({ namespaces: count, workloads: count, policies: count }),
    answers: many(
        fc.record({
            question: fc.constantFrom("dns", "gateway", "node"),
            text,
            namespace: name,
            before: answer,
            after: answer,
            reason: text,
        }),
    ),
    changes: many(
        fc.record({
            change: fc.constantFrom("lost", "gained", "changed"),
            from: parties,
            to: parties,
            before: text,
            after: text,
            decidedBy: names,
        }),
    ),
    counts: fc.record({ lost: count, gained: count, changed: count }),
});

/** Any report, large ones and hostile ones too. */
export const anyReport: fc.Arbitrary<Report> = fc.record({
    title: text,
    summary: fc.uniqueArray(
        fc.record({ area: fc.constantFrom(...AREAS), severity: maybe(fc.constantFrom(...SEVERITIES)), text }),
        { selector: ({ area }) => area },
    ),
    findings: many(finding),
    pools: many(
        fc.record({
            cluster,
            name,
            change,
            cidr: name,
            addresses: fc.record({ before: count, after: fc.bigInt({ min: 0n, max: 2n ** 128n }).map(String) }),
            used: maybe(count),
            settings: fc.array(difference, { maxLength: 3 }),
        }),
    ),
    bindings: fc.array(bindingTable, { maxLength: 2 }),
    isolation: many(
        fc.record({
            cluster,
            kind: fc.constantFrom("project", "workspace"),
            name,
            before: fc.constantFrom("on", "off"),
            after: fc.constantFrom("on", "off"),
            policies: fc.record({ created: names, changed: names, deleted: names, purged: names }),
        }),
    ),
    connectivity: fc.array(connectivity, { maxLength: 2 }),
    extensions: many(
        fc.record({
            cluster,
            name,
            change,
            version: fc.record({ before: maybe(name), after: maybe(name) }),
            enabled: fc.record({ before: maybe(fc.boolean()), after: maybe(fc.boolean()) }),
            agents: maybe(fc.record({ added: names, removed: names, kept: names })),
            config: fc.array(fc.record({ cluster: name, property: text, before: maybe(text), after: maybe(text) }), {
                maxLength: 3,
            }),
        }),
    ),
    order: many(fc.record({ by: fc.constantFrom("update", "you"), text })),
    irreversible: many(fc.record({ object, cluster, text })),
    notes: many(text),
});
