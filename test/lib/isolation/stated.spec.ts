// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { NamespaceIsolation } from "../../../lib/isolation/annotation";
import { isolationRule, policyRule, StatedIsolations } from "../../../lib/isolation/stated";
import { problemsOf } from "../../../lib/rule";

const stated = () => new StatedIsolations();
const isolate = (all: StatedIsolations, isolation: NamespaceIsolation) => problemsOf([isolationRule(all)], isolation);
const allow = (all: StatedIsolations, namespace: string, policyName: string, direction = "ingress") =>
    problemsOf([policyRule(all)], { namespace, policyName, direction });

const refused = (policies: string) => [
    {
        rule: "isolation-off-with-policies",
        property: "namespace",
        message: `'namespace' (shop) must be isolated if it has policies: this program switches its isolation off, and KubeSphere would delete ${policies} again. Isolate the project, or remove its policies; a project that its workspace isolates needs no ProjectIsolation.`,
    },
];

describe("What a program states of isolation", () => {
    it("must not be policies of a project after its isolation is switched off", () => {
        const all = stated();
        assert.deepEqual(isolate(all, { namespace: "shop", enabled: false }), []);
        assert.deepEqual(allow(all, "shop", "from-web"), refused("from-web"));
        assert.deepEqual(allow(all, "web", "from-shop"), []);
    });

    it("must not be the switch-off of a project that has policies", () => {
        const all = stated();
        assert.deepEqual([...allow(all, "shop", "from-web"), ...allow(all, "shop", "to-db", "egress")], []);
        assert.deepEqual(isolate(all, { namespace: "shop", enabled: false }), refused("from-web, to-db"));
    });

    it("may be policies of a project that is isolated, or that another program isolates", () => {
        const all = stated();
        assert.deepEqual(isolate(all, { namespace: "shop" }), []);
        assert.deepEqual([...allow(all, "shop", "from-web"), ...allow(all, "web", "from-shop")], []);
        assert.deepEqual([all.mayBeOn("shop"), all.mayBeOn("web")], [true, false]);
    });

    it("is the same when a rule is asked twice", () => {
        const all = stated();
        const rule = [isolationRule(all)];
        assert.deepEqual(problemsOf(rule, { namespace: "shop" }), []);
        assert.deepEqual(problemsOf(rule, { namespace: "shop" }), []);
        assert.deepEqual([...allow(all, "shop", "a"), ...allow(all, "shop", "a")], []);
        assert.deepEqual(all.policiesOf("shop"), ["a"]);
    });

    it("may still be the isolation of any namespace while one is not known", () => {
        const all = stated();
        const rule = isolationRule(all);
        assert.ok(all.mayBeOn("shop"));
        assert.deepEqual(
            problemsOf([rule], { namespace: "shop" }, () => false),
            [],
        );
        assert.ok(all.mayBeOn("shop"));
        assert.deepEqual(problemsOf([rule], { namespace: "web" }), []);
        assert.deepEqual([all.mayBeOn("shop"), all.mayBeOn("web")], [false, true]);
    });

    it("has one first policy for egress in each namespace", () => {
        const all = stated();
        allow(all, "shop", "in");
        allow(all, "shop", "first", "egress");
        allow(all, "shop", "second", "egress");
        assert.deepEqual(
            ["in", "first", "second"].map((name) => all.isFirstEgress("shop", name)),
            [false, true, false],
        );
    });
});
