// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import type { KubeObject } from "../../../../lib/report/objects";
import type { Part } from "../../../../lib/report/report";
import { POOL_RULES } from "../../../../lib/report/rules/pool-rules";
import { withUnknownLeaves } from "../isolation/unknown-leaves";
import { block, namespace, node, partOf, pod, pool } from "./support";

const specs = fc.record(
    {
        blockSize: fc.constantFrom(26, 28),
        ipipMode: fc.constantFrom("Never", "Always"),
        vxlanMode: fc.constantFrom("Never", "CrossSubnet"),
        natOutgoing: fc.boolean(),
        disabled: fc.boolean(),
        disableBGPExport: fc.boolean(),
        nodeSelector: fc.constantFrom("all()", 'rack == "1"', "!all()", "rack =="),
        namespaceSelector: fc.constantFrom("all()", "has(team)"),
        assignmentMode: fc.constantFrom("Automatic", "Manual"),
        allowedUses: fc.constantFrom(["Workload"], ["Tunnel"], ["LoadBalancer"], ["Workload", "Tunnel"]),
    },
    { requiredKeys: [] },
);
const cidrs = fc.constantFrom(
    "10.0.0.0/24",
    "10.0.0.0/25",
    "10.0.1.0/24",
    "10.96.0.0/26",
    "192.168.0.0/24",
    "fd00::/120",
);
const pools = fc
    .uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c"), cidrs, specs), { selector: ([name]) => name })
    .map((list) => list.map((each) => pool(...each)));

const WORLD: readonly KubeObject[] = [
    node("n1", { rack: "1" }),
    node("n2"),
    namespace("shop", { team: "retail" }),
    namespace("data", { "ippool.network.kubesphere.io/a": "" }),
    pod("web-1", "10.0.0.5", { node: "n1" }),
    pod("etl-1", "10.0.1.5", { of: "data", node: "n2" }),
    block("10.0.0.0/26", 3),
];

const summaryWord = { created: "deleted", deleted: "created", changed: "changed", unchanged: "unchanged" } as const;

/** How often each rule finds a danger: of two pools that overlap it may find either. */
const dangers = ({ findings = [] }: Part): ReadonlyMap<string, number> => {
    const rules = findings.filter(({ severity }) => severity === "danger").map(({ rule }) => rule);
    return new Map(rules.map((rule) => [rule, rules.filter((each) => each === rule).length]));
};

describe("What is said of pools", () => {
    it("is nothing but how they are where they stay as they are", () => {
        fc.assert(
            fc.property(pools, fc.boolean(), (some, isWhole) => {
                const all = [...some, ...WORLD];
                const { pools: rows = [], ...rest } = partOf(all, all, { isWhole });
                assert.deepEqual(rest, { findings: [], steps: [], irreversible: [], notes: [] });
                assert.ok(rows.every(({ change, settings }) => change === "unchanged" && settings.length === 0));
            }),
        );
    });

    it("is the other way round where the change is", () => {
        fc.assert(
            fc.property(pools, pools, (before, after) => {
                const rows = (part: Part) => part.pools?.map(({ used: _, cidr: __, ...rest }) => rest) ?? [];
                const swapped = rows(partOf(after, before)).map(({ change, addresses, settings, ...rest }) => ({
                    ...rest,
                    change: summaryWord[change],
                    addresses: { before: addresses.after, after: addresses.before },
                    settings: settings.map(({ property, before: old, after: next }) => ({
                        property,
                        ...(next !== undefined && { before: next }),
                        ...(old !== undefined && { after: old }),
                    })),
                }));
                assert.deepEqual(rows(partOf(before, after)), swapped);
            }),
        );
    });

    it("has a way out of every danger and warning, and a rule of the list", () => {
        fc.assert(
            fc.property(pools, pools, fc.boolean(), (before, after, isWhole) => {
                const { findings = [] } = partOf([...before, ...WORLD], [...after, ...WORLD], { isWhole });
                for (const { rule, severity, wayOut, message } of findings) {
                    assert.ok(POOL_RULES.some(({ id }) => id === rule));
                    assert.ok(severity === "notice" || wayOut !== undefined);
                    assert.match(message, /^.*\.$/);
                }
            }),
            { numRuns: 300 },
        );
    });

    it("has no other danger where something is not known", () => {
        fc.assert(
            fc.property(pools, pools, (before, after) => {
                const known = dangers(partOf([...before, ...WORLD], [...after, ...WORLD]));
                const others = [
                    ...Array.from(withUnknownLeaves([...before, ...WORLD]), (objects) =>
                        partOf(objects, [...after, ...WORLD]),
                    ),
                    ...Array.from(withUnknownLeaves([...after, ...WORLD]), (objects) =>
                        partOf([...before, ...WORLD], objects),
                    ),
                ];
                for (const part of others) {
                    assert.ok([...dangers(part)].every(([rule, count]) => count <= (known.get(rule) ?? 0)));
                }
            }),
            { numRuns: 8 },
        );
    });
});
