// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { KubeObject } from "../../../../lib/report/objects";
import { UNKNOWN } from "../../../../lib/tree";
import { found, node, partOf, pool } from "./support";

type Spec = Parameters<typeof pool>[2];

/** A pool that is open to all. */
const open = (name: string, cidr: string, spec: Spec = {}) =>
    pool(name, cidr, { assignmentMode: "Automatic", ...spec });

const findings = (before: readonly KubeObject[], after: readonly KubeObject[], isWhole = true) =>
    partOf(before, after, { isWhole }).findings?.filter(({ rule }) => rule === "pool-none-left");

const none = (what: string, name = "a") =>
    found("danger", "pool-none-left", name, {
        message: `Nothing gives ${what}: new ones fail.`,
        wayOut: `Have another pool for them first, or leave "${name}" as it is.`,
    });

const NONE = none("IPv4 addresses any more to pods that ask for no pool");
const A = open("a", "10.0.0.0/24");
const NODES = [node("n1", { rack: "1" }), node("n2", { rack: "2" }), node("n3")];

describe("Pods that ask for no pool", () => {
    for (const [change, after] of [
        ["deleted", []],
        ["disabled", [open("a", "10.0.0.0/24", { disabled: true })]],
        ["made Manual", [pool("a", "10.0.0.0/24")]],
        ["taken from all nodes", [open("a", "10.0.0.0/24", { nodeSelector: "!all()" })]],
        ["kept for some namespaces", [open("a", "10.0.0.0/24", { namespaceSelector: "has(team)" })]],
        ["deleted beside one that gives only to who asks", [pool("b", "10.0.1.0/24")]],
        ["deleted beside one of IPv6", [open("b", "fd00::/120")]],
    ] as const) {
        it(`fail once the last pool for them is ${change}`, () => {
            assert.deepEqual(findings([A], after), [NONE]);
            assert.deepEqual(findings([A, ...NODES], [...after, ...NODES]), [NONE]);
        });
    }

    it("fail on the nodes that no pool is for any more", () => {
        const rack = open("b", "10.0.1.0/24", { nodeSelector: 'rack == "1"' });
        assert.deepEqual(findings([A, rack, ...NODES], [rack, ...NODES]), [
            none("IPv4 addresses any more to pods that ask for no pool on 2 nodes (n2 and n3)"),
        ]);
        assert.deepEqual(findings([A, rack, ...NODES], [A, ...NODES]), []);
    });

    it("do not fail where another pool is for them, may be, or nobody tells whether there is one", () => {
        assert.deepEqual(findings([A], [open("b", "10.0.1.0/24")]), []);
        assert.deepEqual(findings([A], [open("b", "10.0.1.0/24", { disabled: UNKNOWN })]), []);
        assert.deepEqual(findings([A, ...NODES], [open("b", "10.0.1.0/24", { nodeSelector: "(" }), ...NODES]), []);
        assert.deepEqual(findings([A], [], false), []);
    });

    it("have failed before where there was no such pool", () => {
        assert.deepEqual(findings([pool("a", "10.0.0.0/24")], []), []);
    });
});
