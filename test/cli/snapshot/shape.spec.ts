// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { UNKNOWN } from "kubesphere-network/lib/tree";
import { KEPT } from "../../../cli/snapshot/kept";
import { type Shape, shaped } from "../../../cli/snapshot/shape";

const SECRET = "s3cr3t";

/** A value that has all that a shape names, and at every place something else that is secret. */
function fullOf(shape: Shape): unknown {
    if (shape === true) {
        return "kept";
    }
    if (Array.isArray(shape)) {
        return [fullOf((shape as readonly [Shape])[0]), { other: SECRET }];
    }
    const named = Object.entries(shape).map(([key, inner]): [string, unknown] => [key, fullOf(inner)]);
    return { ...Object.fromEntries(named), other: SECRET, another: [{ deep: SECRET }] };
}

describe("A shape", () => {
    it("keeps what it names, in its order, and nothing else", () => {
        const shape: Shape = { b: true, a: { c: true }, list: [{ d: true }], none: true };
        const value = {
            a: { c: { x: 1 }, e: SECRET },
            b: [1],
            list: [{ d: 1, e: SECRET }, { e: SECRET }],
            other: SECRET,
        };
        assert.equal(JSON.stringify(shaped(value, shape)), '{"b":[1],"a":{"c":{"x":1}},"list":[{"d":1},{}]}');
    });

    it("keeps nothing of what has another form, but that it is unknown", () => {
        const shape: Shape = { a: { b: true }, list: [{ c: true }], late: { d: true } };
        assert.deepEqual(shaped({ a: "text", list: { c: 1 }, late: UNKNOWN }, shape), { late: UNKNOWN });
        assert.equal(shaped({ other: 1 }, shape), undefined);
        assert.equal(shaped({}, Object.fromEntries([["toString", true]])), undefined);
    });
});

describe("What a snapshot keeps", () => {
    for (const { kind, shape } of KEPT) {
        it(`is named for ${kind.kind}: nothing beside it is kept, wherever it stands`, () => {
            const text = JSON.stringify(shaped(fullOf(shape), shape));
            assert.ok(!text.includes(SECRET), text);
            assert.ok(text.includes('"metadata":{"name":"kept","namespace":"kept","labels":"kept"'), text);
        });
    }
});
