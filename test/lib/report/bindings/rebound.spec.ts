// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { UNKNOWN } from "../../../../lib/tree";
import type { KubeObject } from "../../../../lib/report/objects";
import { namespace, object, pod, pool, step } from "../pools/support";
import { NAMESPACE, POD } from "../../../../lib/kinds";
import { bound, IPV4, IPV6, LABEL, ofNamespace, only, partOf, table } from "./support";

const POOLS = [pool("a", "10.0.0.0/24"), pool("b", "10.0.1.0/24"), pool("six", "fd00::/120")];
const PODS = [pod("web-1", "10.0.0.5"), pod("web-2", "10.0.0.6"), pod("new-1", "10.0.1.5")];
const WORLD = [...POOLS, ...PODS];

const RESTART = 'Restart the workloads of shop, so that their pods get addresses of "b".';

describe("A namespace that is bound to other pools", () => {
    it("has pods that keep their addresses until they are restarted", () => {
        assert.deepEqual(
            partOf([...WORLD, bound("shop", ["a"])], [...WORLD, bound("shop", ["b"])], { cluster: "member-1" }),
            only({
                summary: "1 namespace bound to other pools",
                bindings: [{ cluster: "member-1", ...table(["a", "b"], { shop: [3, "removed", "added"] }) }],
                findings: [
                    {
                        cluster: "member-1",
                        ...ofNamespace("warning", "binding-changed", "shop", {
                            before: "a",
                            after: "b",
                            message: "Addresses of other pools stay with 2 pods of shop (1 workload) until a restart.",
                            wayOut: "Restart the workloads of shop after the update.",
                        }),
                    },
                ],
                steps: [step("bindings", 'Bind shop to "b" instead of "a".'), step("after the update", RESTART, "you")],
            }),
        );
    });

    it("has nothing to restart if no pod has another address", () => {
        const world = [...POOLS, pod("new-1", "10.0.1.5")];
        assert.deepEqual(
            partOf([...world, bound("shop", ["a"])], [...world, bound("shop", ["b"])]),
            only({
                summary: "1 namespace bound to other pools",
                bindings: [table(["a", "b"], { shop: [1, "removed", "added"] })],
                findings: [
                    ofNamespace("notice", "binding-changed", "shop", {
                        before: "a",
                        after: "b",
                        message: "No running pod of shop has an address of another pool.",
                    }),
                ],
                steps: [step("bindings", 'Bind shop to "b" instead of "a".')],
            }),
        );
    });

    it("may have something to restart where nobody tells of pods", () => {
        const { findings, steps } = partOf([...POOLS, bound("shop", [])], [...POOLS, bound("shop", ["b"])], {
            isWhole: false,
        });
        assert.deepEqual(findings, [
            ofNamespace("warning", "binding-changed", "shop", {
                before: "no pool",
                after: "b",
                message:
                    "Addresses of other pools stay with the pods of shop that run until a restart. How many there are is not known here.",
                wayOut: "Restart the workloads of shop after the update.",
            }),
        ]);
        assert.deepEqual(steps, [step("bindings", 'Bind shop to "b".'), step("after the update", RESTART, "you")]);
    });

    it("has nothing to restart where pools only join", () => {
        assert.deepEqual(
            partOf([...WORLD, bound("shop", ["a"])], [...WORLD, bound("shop", ["a", "b"])]),
            only({
                summary: "1 namespace bound to other pools",
                bindings: [table(["a", "b"], { shop: [3, "kept", "added"] })],
                findings: [
                    ofNamespace("notice", "binding-changed", "shop", {
                        before: "a",
                        after: "a and b",
                        message: 'New pods of shop may get addresses of "b" too.',
                    }),
                ],
                steps: [step("bindings", 'Bind shop to "b" too.')],
            }),
        );
    });

    it("has nothing to restart either way where pools only join and nobody tells of pods", () => {
        const { findings, steps } = partOf([bound("shop", ["a"])], [bound("shop", ["b", "a"])], { isWhole: false });
        assert.deepEqual(
            findings?.map(({ severity, after }) => [severity, after]),
            [["notice", "a and b"]],
        );
        assert.deepEqual(steps, [step("bindings", 'Bind shop to "b" too.')]);
    });

    it("has pools in the order of their names, however they are listed", () => {
        const listing = (pools: string) => namespace("shop", {}, { [IPV4]: pools });
        const [first] = partOf([...POOLS, listing("[]")], [...POOLS, listing('["b", "a"]')]).findings ?? [];
        assert.equal(first?.after, "a and b");
        assert.deepEqual(partOf([...POOLS, listing('["a", "b"]')], [...POOLS, listing('["b", "a"]')]).findings, []);
    });

    it("has pods whose other address may be of any pool", () => {
        const dual = object(POD, "db-0", { status: { podIPs: [{ ip: "10.0.1.1" }, { ip: "fd00::1" }] } }, "shop");
        const world = [...POOLS, dual];
        const { findings } = partOf([...world, bound("shop", ["a"])], [...world, bound("shop", ["b"])]);
        assert.deepEqual(
            findings?.map(({ severity }) => severity),
            ["notice"],
        );
        const six = (name: string) => namespace("shop", {}, { [IPV6]: `["${name}"]` });
        const other = [...world, pool("seven", "fd01::/120")];
        const moved = partOf([...other, six("six")], [...other, six("seven")]);
        assert.deepEqual(
            moved.findings?.map(({ severity }) => severity),
            ["warning"],
        );
    });

    it("is one of several that do the same", () => {
        const names = ["shop", "web"];
        const others = [...POOLS, ...PODS, pod("web-1", "10.0.0.9", { of: "web" })];
        const all = (to: string): KubeObject[] => [...others, ...names.map((name) => bound(name, [to]))];
        assert.deepEqual(partOf(all("a"), all("b")).steps, [
            step("bindings", 'Bind shop and web to "b" instead of "a".'),
            step(
                "after the update",
                'Restart the workloads of shop and web, so that their pods get addresses of "b".',
                "you",
            ),
        ]);
    });
});

describe("A namespace that is bound to no pool any more", () => {
    const lost = (rest: string) =>
        ofNamespace("warning", "binding-lost", "shop", {
            before: "a",
            after: "no pool",
            message: `shop is bound to none of its pools any more: its new pods get addresses of any pool that is open to all.${rest}`,
            wayOut: "Bind it to a pool, unless any will do.",
        });

    it("draws from any pool that is open", () => {
        assert.deepEqual(
            partOf([...WORLD, bound("shop", ["a"])], [...WORLD, bound("shop", [])]),
            only({
                summary: "1 namespace no longer bound",
                bindings: [table(["a"], { shop: [3, "removed"] })],
                findings: [lost("")],
                steps: [step("bindings", 'Unbind shop from "a".')],
            }),
        );
    });

    it("may be bound by somebody else where a patch is all that is known of it", () => {
        const patch = (labels: Readonly<Record<string, string>>): KubeObject => ({
            ...object(NAMESPACE, "shop", { metadata: { labels } }),
            isPartial: true,
        });
        const { findings } = partOf([...POOLS, patch({ [`${LABEL}a`]: "" })], [...POOLS, patch({})], {
            isWhole: false,
        });
        assert.deepEqual(findings, [lost(" Whether anything else binds it is not known here.")]);
    });
});

describe("The matrix of bindings", () => {
    it("has the namespaces and pools that are bound at any time, and no reserved names", () => {
        const reserved = { [`${LABEL}default`]: "", [`${LABEL}name`]: "x" };
        const workspace = { "kubesphere.io/workspace": "retail" };
        const before = [bound("shop", ["a"], { ...workspace, ...reserved }), bound("gone", ["a"]), bound("free", [])];
        const after = [bound("shop", ["a"], workspace), bound("come", ["b"]), bound("free", [])];
        assert.deepEqual(
            partOf([...WORLD, ...before], [...WORLD, ...after]),
            only({
                summary: "1 namespace newly bound, 1 namespace deleted with its binding",
                bindings: [
                    {
                        pools: ["a", "b"],
                        rows: [
                            { namespace: "come", pods: 0, cells: ["none", "added"] },
                            { namespace: "gone", pods: 0, cells: ["removed", "none"] },
                            { namespace: "shop", workspace: "retail", pods: 3, cells: ["kept", "none"] },
                        ],
                    },
                ],
                steps: [step("bindings", 'Bind come to "b".')],
            }),
        );
    });

    it("has the pool that a CIDR means, by the name that it has then", () => {
        const byCidr = namespace("shop", {}, { [IPV4]: '["10.0.0.0/24"]' });
        assert.deepEqual(partOf([...POOLS, byCidr], [...POOLS, bound("shop", ["a"])]).findings, []);
        const renamed = partOf([pool("a", "10.0.0.0/24"), byCidr], [pool("z", "10.0.0.0/24"), byCidr]);
        assert.deepEqual(renamed.bindings, [table(["a", "z"], { shop: [0, "removed", "added"] })]);
        const none = partOf([byCidr], [byCidr]);
        assert.deepEqual(none.bindings, [table(["10.0.0.0/24"], { shop: [0, "kept"] })]);
    });

    it("counts what is not known yet as it is, with a note", () => {
        const late = namespace("shop", { [`${LABEL}b`]: UNKNOWN }, { [IPV4]: UNKNOWN });
        assert.deepEqual(
            partOf([...POOLS, bound("shop", ["a"])], [...POOLS, late]),
            only({
                bindings: [table(["a", "b"], { shop: [0, "kept", "added"] })],
                notes: [
                    `Which pools shop is bound to is known only after the update: metadata.annotations["${IPV4}"].`,
                ],
            }),
        );
    });
});
