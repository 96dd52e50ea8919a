// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { bindingsPart } from "../../../../lib/report/bindings/part";
import type { KubeObject } from "../../../../lib/report/objects";
import type { BindingCell, Part } from "../../../../lib/report/report";
import { BINDING_RULES } from "../../../../lib/report/rules/binding-rules";
import { withUnknownLeaves } from "../isolation/unknown-leaves";
import { block, changeOf, namespace, pod, pool } from "../pools/support";
import { IPV4, IPV6, LABEL } from "./support";

const names = fc.constantFrom("a", "b", "six", "small");
const entries = fc.oneof(names, fc.constantFrom("10.0.0.0/24", "fd00::/120", "missing"));
const lists = fc.oneof(
    fc.uniqueArray(entries, { maxLength: 2 }).map((list) => JSON.stringify(list)),
    fc.constant("a"),
);
const namespaces = (name: string): fc.Arbitrary<KubeObject[]> =>
    fc.option(
        fc
            .tuple(
                fc.uniqueArray(names, { maxLength: 2 }),
                fc.record({ [IPV4]: lists, [IPV6]: lists }, { requiredKeys: [] }),
            )
            .map(([pools, annotations]) =>
                namespace(name, Object.fromEntries(pools.map((of) => [`${LABEL}${of}`, ""])), annotations),
            )
            .map((object) => [object]),
        { nil: [] },
    );
const pools = fc
    .tuple(
        ...(
            [
                ["a", "10.0.0.0/24"],
                ["b", "10.0.1.0/24"],
                ["six", "fd00::/120"],
                ["small", "10.0.2.0/31"],
            ] as const
        ).map(([name, cidr]) =>
            fc.option(
                fc.boolean().map((disabled) => [pool(name, cidr, { disabled })]),
                { nil: [] },
            ),
        ),
    )
    .map((all) => all.flat());
const world = fc.tuple(pools, namespaces("shop"), namespaces("web")).map((parts) => parts.flat());

const PODS: readonly KubeObject[] = [
    pod("web-1", "10.0.0.5"),
    pod("web-2", "10.0.0.6"),
    pod("web-3", "10.0.1.6"),
    pod("api-1", "10.0.1.5", { of: "web" }),
    block("10.0.2.0/31", 1),
];

const part = (before: readonly KubeObject[], after: readonly KubeObject[], isWhole = true): Part =>
    bindingsPart(changeOf([...before, ...PODS], [...after, ...PODS], { isWhole }));

const swapped: Readonly<Record<BindingCell, BindingCell>> = {
    none: "none",
    kept: "kept",
    added: "removed",
    removed: "added",
};

const dangers = ({ findings = [] }: Part): string[] =>
    findings.filter(({ severity }) => severity === "danger").map(({ rule, object }) => `${rule} ${object.name}`);

describe("What is said of bindings", () => {
    it("is nothing but how they are where they stay as they are", () => {
        fc.assert(
            fc.property(world, fc.boolean(), (all, isWhole) => {
                const { bindings = [], ...rest } = part(all, all, isWhole);
                assert.deepEqual(rest, { findings: [], steps: [], notes: [] });
                const cells = bindings.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
                assert.ok(cells.every((cell) => cell === "none" || cell === "kept"));
            }),
        );
    });

    it("is the other way round where the change is", () => {
        fc.assert(
            fc.property(world, world, (before, after) => {
                const cells = ({ bindings = [] }: Part) =>
                    bindings.map(({ pools: of, rows }) => [of, rows.map((row) => [row.namespace, row.cells])]);
                const turned = part(after, before).bindings?.map(({ rows, ...rest }) => ({
                    ...rest,
                    rows: rows.map((row) => ({ ...row, cells: row.cells.map((cell) => swapped[cell]) })),
                }));
                assert.deepEqual(cells(part(before, after)), cells({ bindings: turned }));
            }),
        );
    });

    it("has a way out of every danger and warning, and a rule of the list", () => {
        fc.assert(
            fc.property(world, world, fc.boolean(), (before, after, isWhole) => {
                for (const { rule, severity, wayOut, message } of part(before, after, isWhole).findings ?? []) {
                    assert.ok(BINDING_RULES.some(({ id }) => id === rule));
                    assert.ok(severity === "notice" || wayOut !== undefined);
                    assert.match(message, /\.$/);
                }
            }),
            { numRuns: 300 },
        );
    });

    it("has no other danger where something is not known", () => {
        fc.assert(
            fc.property(world, world, (before, after) => {
                const known = new Set(dangers(part(before, after)));
                for (const unknown of withUnknownLeaves([...after, ...PODS])) {
                    const change = changeOf([...before, ...PODS], unknown);
                    assert.deepEqual(
                        dangers(bindingsPart(change)).filter((each) => !known.has(each)),
                        [],
                    );
                }
                for (const unknown of withUnknownLeaves([...before, ...PODS])) {
                    bindingsPart(changeOf(unknown, [...after, ...PODS]));
                }
            }),
            { numRuns: 8 },
        );
    });
});
