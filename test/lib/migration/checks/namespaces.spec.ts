// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { A, B, bound, checksOf, deployment, IPV4, IPV6, LABEL, namespace, pool, together } from "../support";

const OBJECT = 'Namespace "shop"';
const labels: Readonly<Record<string, string>> = { [`${LABEL}a`]: "" };

describe("A namespace that moves", () => {
    const broken: readonly [string, string, string][] = [
        [IPV4, "a", "is no JSON list of pools"],
        [IPV4, '["a", "gone"]', 'lists "gone", which is no enabled pool of IPv4'],
        [IPV4, '["a", "off"]', 'lists "off", which is no enabled pool of IPv4'],
        [IPV4, '["a", "six", "fd00::/120"]', 'lists "six" and "fd00::/120", which are no enabled pools of IPv4'],
        [IPV6, '["a"]', 'lists "a", which is no enabled pool of IPv6'],
    ];
    const pools = [A, B, pool("off", "10.0.2.0/24", { disabled: true }), pool("six", "fd00::/120")];
    for (const [key, text, fault] of broken) {
        it(`fails its pods with the annotation ${text} for ${key.slice(-9)}`, () => {
            const own = namespace("shop", labels, { [IPV4]: '["a"]', [key]: text });
            assert.deepEqual(checksOf({ pools, namespaces: [own] }), [
                {
                    severity: "danger",
                    rule: "migration-namespace-broken",
                    object: OBJECT,
                    message: `Its annotation ${key} (${text}) ${fault}: every pod that is rolled there fails.`,
                    wayOut: 'Mend it first: a JSON list of pools that are there, such as ["pool-a"].',
                },
            ]);
        });
    }

    it("is fine with other pools, by name or CIDR, and what is wrong elsewhere is not asked", () => {
        const own = namespace("shop", labels, { [IPV4]: '["10.0.0.0/24", "b"]', [IPV6]: '["six"]' });
        assert.deepEqual(checksOf({ pools, namespaces: [own, namespace("web", {}, { [IPV4]: "x" })] }), []);
    });

    it("is not asked whether the two pools of the migration are enabled", () => {
        const off = (name: string, cidr: string) => pool(name, cidr, { disabled: true });
        const found = checksOf({
            pools: [off("a", "10.0.0.0/24"), off("b", "10.0.1.0/24")],
            namespaces: [bound("shop", "b", "a")],
        });
        assert.deepEqual(
            found.map(({ rule }) => rule),
            ["migration-target-disabled", "migration-source-disabled"],
        );
    });

    it("is asked too where old pods are rolled in the end", () => {
        const namespaces = [namespace("web", {}, { [IPV4]: '["gone"]' })];
        const found = checksOf(
            together({ namespaces }, deployment("web/api", ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"])),
        );
        assert.deepEqual(
            found.map(({ rule, object }) => [rule, object]),
            [["migration-namespace-broken", 'Namespace "web"']],
        );
    });

    it("must not be bound by labels alone where others have Calico's annotation", () => {
        const namespaces = [
            namespace("shop", { ...labels, [`${LABEL}b`]: "", [`${LABEL}six`]: "" }),
            bound("web", "b"),
        ];
        const open = pool("b", "10.0.1.0/24", { assignmentMode: "Automatic" });
        assert.deepEqual(checksOf({ pools: [A, open, pool("six", "fd00::/120")], namespaces }), [
            {
                severity: "danger",
                rule: "migration-labels-only",
                object: OBJECT,
                message: `KubeSphere's labels bind it to "a", "b" and "six", and it has no annotation ${IPV4} as "web" has: its pods get addresses of any pool that is open to all.`,
                wayOut: `Annotate it first, or unbind it: kubectl annotate namespace shop '${IPV4}=["a","b"]'`,
            },
        ]);
    });

    it("must have the old pool in its annotation if it has in its labels", () => {
        const found = (text: string, own = labels) =>
            checksOf({ pools: [A, B, X], namespaces: [namespace("shop", own, { [IPV4]: text })] });
        const X = pool("x", "10.0.2.0/24");
        assert.deepEqual(found('["x"]'), [
            {
                severity: "danger",
                rule: "migration-keys-disagree",
                object: OBJECT,
                message: `KubeSphere's labels bind it to "a", and its annotation ${IPV4} (["x"]) does not list it: pods go by the annotation.`,
                wayOut: "Give labels and annotation the same pools first.",
            },
        ]);
        assert.deepEqual(found('["a"]', { [`${LABEL}x`]: "" }), [
            {
                severity: "warning",
                rule: "migration-keys-disagree",
                object: OBJECT,
                message: `Its annotation ${IPV4} (["a"]) lists "a", and KubeSphere's labels bind it to "x" alone: the labels stay as they are.`,
                wayOut: "Give labels and annotation the same pools.",
            },
        ]);
        const moved = namespace("shop", { [`${LABEL}b`]: "" }, { [IPV4]: '["x"]' });
        const old = deployment("shop/api", ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"]);
        assert.deepEqual(checksOf({ pools: [A, B, X], namespaces: [moved], ...old }), []);
        // The first three are bound to one or both, the last one is in the middle of a migration.
        for (const [text, own] of [
            ['["a"]', labels],
            ['["b","a"]', labels],
            ['["a"]', {}],
            ['["b"]', labels],
        ] as const) {
            assert.deepEqual(found(text, own), []);
        }
    });
});
