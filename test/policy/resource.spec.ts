// SPDX-License-Identifier: Apache-2.0
// Proves what becomes of what the engine hands out; not that it hands out nothing else.
import assert from "node:assert/strict";
import * as proxy from "@pulumi/policy/proxy";
import { at, isKnown, UNKNOWN, unknownPart, withoutNulls } from "kubesphere-network/lib/tree";
import { treeOf } from "../../policy/pulumi/resource";

// Exported by the package for tests like these, but left out of its type declarations.
const { unknownCheckingProxy, ...sentinels } = proxy as unknown as {
    unknownCheckingProxy: <T extends object>(value: T) => T;
    [name: string]: unknown;
};
const UNKNOWNS = Object.entries(sentinels).filter(([name]) => /^unknown\w+Value$/.test(name));

describe("The tree of what the engine hands out", () => {
    it("knows of seven kinds of unknown values", () => {
        assert.equal(UNKNOWNS.length, 7);
    });

    for (const [name, value] of UNKNOWNS) {
        it(`marks each ${name}, and keeps the rest`, () => {
            const props = unknownCheckingProxy({ spec: { a: value, b: [1, value, { c: value }], d: "text" } });
            assert.deepEqual(treeOf(props), { spec: { a: UNKNOWN, b: [1, UNKNOWN, { c: UNKNOWN }], d: "text" } });
        });
    }

    it("leaves out keys with null, and no items of lists", () => {
        assert.deepEqual(withoutNulls({ a: null, b: [null], c: { d: null } }), { b: [null], c: {} });
    });

    it("throws what is no unknown value", () => {
        const broken = {
            get a(): never {
                throw new RangeError("no");
            },
        };
        assert.throws(() => treeOf(broken), new RangeError("no"));
    });
});

describe("A path in a tree", () => {
    const tree = { spec: { list: [{ a: UNKNOWN }, UNKNOWN], text: "x" }, metadata: { labels: UNKNOWN } };

    it("leads to what is there, to nothing, or to something unknown on the way", () => {
        assert.equal(at(tree, "spec", "text"), "x");
        assert.equal(at(tree, "spec", "text", "more"), undefined);
        assert.equal(at(tree, "spec", "none", "more"), undefined);
        assert.equal(at(tree, "spec", "list", 1, "a", "b"), UNKNOWN);
        assert.equal(at(tree, "metadata", "labels", "a"), UNKNOWN);
        assert.equal(at(tree), tree);
    });

    it("is named as far as it is known", () => {
        assert.equal(unknownPart(tree, "spec.list[0].a.b"), "spec.list[0].a");
        assert.equal(unknownPart(tree, "spec.list[1].a"), "spec.list[1]");
        assert.equal(unknownPart(tree, 'metadata.labels["a.b/c"]'), "metadata.labels");
        assert.equal(unknownPart({ labels: { "a.b/c": UNKNOWN } }, 'labels["a.b/c"].d'), 'labels["a.b/c"]');
        assert.equal(unknownPart(UNKNOWN, "spec.cidr"), "spec");
    });

    it("is named as a whole where all on it is known, or nothing", () => {
        assert.equal(unknownPart(tree, "spec.text"), "spec.text");
        assert.equal(unknownPart(tree, "status.phase"), "status.phase");
    });

    it("leads to a value that is known if all its parts are", () => {
        assert.deepEqual(
            [tree, tree.spec, tree.spec.text, {}, [], null, undefined, [[UNKNOWN]], UNKNOWN].map(isKnown),
            [false, false, true, true, true, true, true, false, false],
        );
    });
});
