// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { withoutPart, withPart } from "../../../lib/report/merge";
import { UNKNOWN } from "../../../lib/tree";

const trees = fc.letrec<{ tree: unknown; leaf: unknown }>((tie) => ({
    leaf: fc.oneof(
        fc.integer({ max: 3, min: 0 }),
        fc.constantFrom("a", UNKNOWN),
        fc.array(tie("leaf"), { maxLength: 2 }),
    ),
    tree: fc.oneof(
        { maxDepth: 3 },
        tie("leaf"),
        fc.dictionary(fc.constantFrom("a", "b", "c"), tie("tree"), { maxKeys: 3, noNullPrototype: true }),
    ),
})).tree;
const mappings = fc.dictionary(fc.constantFrom("a", "b", "c"), trees, { noNullPrototype: true });

describe("A part of a tree", () => {
    it("is merged key by key into mappings; lists and everything else it replaces", () => {
        assert.deepEqual(withPart({ a: { b: 1, c: [1, 2] }, d: 1 }, { a: { c: [3], e: UNKNOWN }, d: { f: 1 } }), {
            a: { b: 1, c: [3], e: UNKNOWN },
            d: { f: 1 },
        });
    });

    it("is taken away by its keys, with mappings that nothing is left of", () => {
        assert.deepEqual(
            withoutPart({ a: { b: 1, c: [1, 2] }, d: { e: { f: 1 } }, g: {} }, { a: { c: [3] }, d: { e: { f: 1 } } }),
            { a: { b: 1 }, g: {} },
        );
    });

    it("does not take away the text, number or truth value that somebody else has put in its place", () => {
        assert.deepEqual(
            withoutPart(
                { a: "1", b: 2, c: true, d: UNKNOWN, e: "1", f: [1] },
                { a: "2", b: "2", c: false, d: 1, e: UNKNOWN, f: [2] },
            ),
            { a: "1", b: 2, c: true },
        );
    });

    it("that was merged is not merged again", () => {
        fc.assert(
            fc.property(mappings, mappings, (tree, part) => {
                const once = withPart(tree, part);
                assert.deepEqual(withPart(once, part), once);
            }),
        );
    });

    it("that is taken away and merged again changes nothing", () => {
        fc.assert(
            fc.property(mappings, mappings, (tree, part) => {
                const whole = withPart(tree, part);
                assert.deepEqual(withPart(withoutPart(whole, part), part), whole);
            }),
        );
    });

    it("leaves nothing of a tree that it is itself", () => {
        fc.assert(
            fc.property(mappings, (tree) => {
                assert.deepEqual(withoutPart(tree, tree), {});
            }),
        );
    });
});
