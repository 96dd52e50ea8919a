// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { programChange } from "../../../lib/migration/program-change";
import type { MigrationOptions } from "../../../lib/migration/migration-plan";
import { bound, IPV4, namespace, planOf } from "./support";

const NAMESPACES = [
    bound("shop", "a"),
    namespace("web", {}, { [IPV4]: '["x", "a"]' }),
    namespace("cidr", {}, { [IPV4]: '["10.0.0.0/24"]' }),
];

function plan(options?: MigrationOptions) {
    return planOf({ namespaces: NAMESPACES }, options);
}

const a = { cidr: "10.0.0.0/24" };
const b = { cidr: "10.0.1.0/24" };

describe("What a migration changes in the program", () => {
    it("is written out for all namespaces where the program is not known", () => {
        assert.deepEqual(programChange(plan()), [
            {
                time: "before",
                sentences: ['Before the migration nothing changes: the program has the pool "b".'],
                yaml: [],
                typescript: [],
            },
            {
                time: "after",
                sentences: ['Bind cidr, shop and web to "b" instead of "a".', 'Set disabled: true on "a".'],
                yaml: [
                    { path: "projects.cidr.pools", value: ["b"] },
                    { path: "projects.shop.pools", value: ["b"] },
                    { path: "projects.web.pools", value: ["x", "b"] },
                    { path: "pools.a.disabled", value: true },
                ],
                typescript: [
                    'new NamespaceBinding("cidr", { namespace: "cidr", pools: ["b"] });',
                    'new NamespaceBinding("shop", { namespace: "shop", pools: ["b"] });',
                    'new NamespaceBinding("web", { namespace: "web", pools: ["x", "b"] });',
                    'new IPPool("a", { cidr: "10.0.0.0/24", disabled: true });',
                ],
            },
            {
                time: "drained",
                sentences: [
                    'Remove "a" once no pod and no tunnel has an address of 10.0.0.0/24: the next update deletes it.',
                ],
                yaml: [{ path: "pools.a" }],
                typescript: ['// Take this out: new IPPool("a", { cidr: "10.0.0.0/24", disabled: true });'],
            },
        ]);
    });

    it("is what the file says of its own projects, on the cluster or not, and in the order of its own lists", () => {
        const projects = { shop: { pools: ["a", "x", "b"] }, later: { pools: ["a"] }, other: { pools: ["x"] } };
        const [, after] = programChange(plan(), { section: { pools: { a, b }, projects }, path: "members.m1" });
        assert.deepEqual(after?.sentences, [
            'Bind shop and later to "b" instead of "a".',
            'Set disabled: true on "a".',
            "The program does not bind cidr and web: whoever does has to make the same change.",
        ]);
        assert.deepEqual(after.yaml, [
            { path: "members.m1.projects.shop.pools", value: ["b", "x"] },
            { path: "members.m1.projects.later.pools", value: ["b"] },
            { path: "members.m1.pools.a.disabled", value: true },
        ]);
    });

    it("is the new pool first, where the program does not know it", () => {
        const [before] = programChange(plan(), { section: { pools: { a }, externalPools: ["x"] } });
        assert.deepEqual(before, {
            time: "before",
            sentences: [
                'The program does not know the pool "b". Add it to the pools with all settings that it has on the cluster, or to those that somebody else makes.',
            ],
            yaml: [{ path: "externalPools", value: ["x", "b"] }],
            typescript: [],
        });
        const [known] = programChange(plan(), { section: { pools: { a }, externalPools: ["b"] } });
        assert.deepEqual(known, {
            time: "before",
            sentences: ['Before the migration nothing changes: the program knows the pool "b".'],
            yaml: [],
            typescript: [],
        });
    });

    it("does not touch an old pool that somebody else makes", () => {
        const section = { pools: { b }, externalPools: ["a", "x"], projects: { shop: { pools: ["a"] } } };
        const [, after, drained] = programChange(planOf({ namespaces: [bound("shop", "a")] }), { section });
        assert.deepEqual(after, {
            time: "after",
            sentences: [
                'Bind shop to "b" instead of "a".',
                'The program does not make "a": whoever does has to disable it.',
            ],
            yaml: [{ path: "projects.shop.pools", value: ["b"] }],
            typescript: ['new NamespaceBinding("shop", { namespace: "shop", pools: ["b"] });'],
        });
        assert.deepEqual(drained, {
            time: "drained",
            sentences: ['Whoever makes "a" removes it once no pod and no tunnel has an address of 10.0.0.0/24.'],
            yaml: [{ path: "externalPools", value: ["x"] }],
            typescript: [],
        });
    });

    it("leaves projects alone that stay bound to the old pool", () => {
        const section = { pools: { a, b }, projects: { shop: { pools: ["a"] }, web: { pools: ["a"] } } };
        const [, after] = programChange(plan({ namespaces: ["shop"] }), { section });
        assert.deepEqual(after?.yaml, [{ path: "projects.shop.pools", value: ["b"] }]);
    });

    it("leaves the old pool as it is while namespaces stay bound to it", () => {
        const stages = programChange(plan({ namespaces: ["shop"] }));
        assert.deepEqual(
            stages.map(({ time }) => time),
            ["before", "after"],
        );
        assert.deepEqual(stages[1], {
            time: "after",
            sentences: [
                'Bind shop to "b" instead of "a".',
                '"a" stays enabled, since "cidr" and "web" stay bound to it.',
            ],
            yaml: [{ path: "projects.shop.pools", value: ["b"] }],
            typescript: ['new NamespaceBinding("shop", { namespace: "shop", pools: ["b"] });'],
        });
    });
});
