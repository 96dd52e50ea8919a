// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { type FieldSet, minus, shared } from "../../../../cli/adopt/ownership/field-set";

const { set: sets } = fc.letrec<{ set: FieldSet }>((tie) => ({
    set: fc.dictionary(
        fc.constantFrom("f:a", "f:b", 'k:{"port":80}', "."),
        fc.oneof({ depthSize: "small" }, fc.constant({}), tie("set")),
        { maxKeys: 3, noNullPrototype: true },
    ),
}));

/** Every field of a set that has nothing below it, but for those that only hold others together. */
function leaves(set: FieldSet, path = ""): string[] {
    return Object.entries(set).flatMap(([step, below]) => {
        if (step === ".") {
            return [];
        }
        return Object.keys(below as object).length === 0
            ? [`${path}/${step}`]
            : leaves(below as FieldSet, `${path}/${step}`);
    });
}

describe("The fields of one manager without those of another", () => {
    it("share nothing with them, and lose nothing else", () => {
        fc.assert(
            fc.property(sets, sets, (set, other) => {
                const rest = minus(set, other);
                assert.deepEqual(shared(rest, other), []);
                const theirs = new Set(leaves(other));
                assert.deepEqual(
                    leaves(rest),
                    leaves(set).filter((leaf) => !theirs.has(leaf)),
                );
                assert.deepEqual(minus(rest, other), rest);
            }),
        );
    });

    it("are all fields where there are no others, and none where they are the same", () => {
        fc.assert(
            fc.property(sets, (set) => {
                assert.deepEqual(minus(set, {}), set);
                assert.deepEqual(leaves(minus(set, set)), []);
            }),
        );
    });

    it("leave no map behind that only held them, and no item of a list", () => {
        const theirs = {
            "f:metadata": { "f:labels": { ".": {}, "f:a": {} }, "f:annotations": { ".": {}, "f:b": {}, "f:c": {} } },
            "f:spec": { "f:ports": { 'k:{"port":80}': { ".": {}, "f:port": {} } } },
        };
        const ours = {
            "f:metadata": { "f:labels": { "f:a": {} }, "f:annotations": { "f:b": {} } },
            "f:spec": { "f:ports": { 'k:{"port":80}': { ".": {}, "f:port": {} } } },
        };
        assert.deepEqual(minus(theirs, ours), { "f:metadata": { "f:annotations": { ".": {}, "f:c": {} } } });
        assert.deepEqual(shared(theirs, ours), [
            "metadata.labels.a",
            "metadata.annotations.b",
            'spec.ports[{"port":80}].port',
        ]);
    });
});
