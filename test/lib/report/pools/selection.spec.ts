// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { KubeObject } from "../../../../lib/report/objects";
import type { Finding } from "../../../../lib/report/report";
import { changed, found, namespace, node, only, partOf, pod, pool, row, step } from "./support";

const RACK = 'rack == "1"';

/** What is found where one selector of a pool changes, with the same others around. */
function findings(property: string, before: string, after: string, others: readonly KubeObject[]): readonly Finding[] {
    const [old, next] = [before, after].map((text) => [pool("a", "10.0.0.0/24", { [property]: text }), ...others]);
    return partOf(old ?? [], next ?? []).findings ?? [];
}

describe("A pool for other nodes", () => {
    const nodes = [node("n1", { rack: "1" }), node("n2"), node("n3")];
    const texts = { before: "all()", after: RACK };

    it("leaves pods where they are, and gives new ones on nodes that it leaves no addresses", () => {
        const others = [...nodes, pod("web-1", "10.0.0.5", { node: "n2" }), pod("web-2", "10.0.0.6", { node: "n1" })];
        assert.deepEqual(
            partOf(
                [pool("a", "10.0.0.0/24"), ...others],
                [pool("a", "10.0.0.0/24", { nodeSelector: RACK }), ...others],
            ),
            only({
                summary: "1 changed",
                pools: [row("a", { change: "changed", used: 2, settings: [changed("nodeSelector", "all()", RACK)] })],
                findings: [
                    found("warning", "pool-node-selector", "a", {
                        ...texts,
                        message:
                            '2 nodes no longer match: n2 and n3. New pods there that ask for no pool get no address of "a". 1 pod keeps its until a restart.',
                        wayOut: "See that another pool is for them, and restart the pods that have to leave this one.",
                    }),
                ],
                steps: [step("pools", 'Change the pool "a".')],
            }),
        );
    });

    it("gives new pods on nodes that it gains its addresses", () => {
        assert.deepEqual(findings("nodeSelector", RACK, "!has(rack)", nodes), [
            found("warning", "pool-node-selector", "a", {
                before: RACK,
                after: "!has(rack)",
                message: '1 node no longer matches: n1. New pods there that ask for no pool get no address of "a".',
                wayOut: "See that another pool is for it, and restart the pods that have to leave this one.",
            }),
            found("notice", "pool-node-selector", "a", {
                before: RACK,
                after: "!has(rack)",
                message:
                    '2 nodes match from now on: n2 and n3. Pods there that ask for no pool may get addresses of "a".',
            }),
        ]);
    });

    it("is for nodes that nobody can tell where none are known", () => {
        assert.deepEqual(findings("nodeSelector", "all()", RACK, []), [
            found("warning", "pool-node-selector", "a", {
                ...texts,
                message:
                    'Pods that ask for no pool get new addresses of "a" on other nodes than before. Which nodes these are is not known here.',
                wayOut: "See that every node which no longer matches has another pool.",
            }),
        ]);
    });

    it("is the same one where another selector says the same of every node, or cannot be read", () => {
        assert.deepEqual(findings("nodeSelector", "", "all()", nodes), []);
        assert.deepEqual(findings("nodeSelector", RACK, "rack in {'1'}", nodes), []);
        assert.deepEqual(findings("nodeSelector", RACK, "rack ==", nodes), []);
    });

    it("is for nobody if it is disabled", () => {
        const [, next] = [RACK, "all()"].map((nodeSelector) =>
            pool("a", "10.0.0.0/24", { nodeSelector, disabled: true }),
        );
        const before = pool("a", "10.0.0.0/24", { nodeSelector: RACK, disabled: true });
        assert.deepEqual(partOf([before, ...nodes], [next!, ...nodes]).findings, []);
    });
});

describe("A pool for other namespaces", () => {
    it("is no longer for those whose labels do not match, unless they are bound to pools", () => {
        const namespaces = [
            namespace("shop", { team: "retail" }),
            namespace("data"),
            namespace("by-label", { "ippool.network.kubesphere.io/b": "" }),
            namespace("by-list", {}, { "cni.projectcalico.org/ipv4pools": '["b"]' }),
        ];
        const pods = [pod("web-1", "10.0.0.5"), pod("etl-1", "10.0.0.6", { of: "data" })];
        assert.deepEqual(findings("namespaceSelector", "", 'team == "retail"', [...namespaces, ...pods]), [
            found("warning", "pool-namespace-selector", "a", {
                before: "all()",
                after: 'team == "retail"',
                message:
                    '1 namespace no longer matches: data. New pods there that ask for no pool get no address of "a". 1 pod keeps its until a restart.',
                wayOut: "See that another pool is for it, and restart the pods that have to leave this one.",
            }),
        ]);
    });

    it("is for a namespace by the name that Kubernetes labels it with", () => {
        const byName = (name: string): string => `kubernetes.io/metadata.name == "${name}"`;
        const [first, second] = findings("namespaceSelector", byName("shop"), byName("data"), [
            namespace("shop"),
            namespace("data"),
        ]);
        assert.match(first?.message ?? "", /^1 namespace no longer matches: shop\. /);
        assert.match(second?.message ?? "", /^1 namespace matches from now on: data\. /);
    });
});
