// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { printed } from "../../../../lib/report/extension/secrets";
import { printedDifference, propertyOf, valueDifferences } from "../../../../lib/report/extension/values";

const HIDDEN = "(hidden)";

describe("A value of a chart that is printed", () => {
    for (const path of [
        ["adminPassword"],
        ["db", "password"],
        ["tokens", "first"],
        ["secret", "user"],
        ["clientSecret"],
        ["accessKey"],
        ["api_key"],
        ["tls", "key"],
        ["auth", "credentials", "name"],
    ]) {
        it(`is hidden at ${path.join(".")}`, () => {
            assert.equal(printed(path, "hunter2"), HIDDEN);
            assert.equal(printed(path, 12345), HIDDEN);
        });
    }

    for (const path of [
        ["network", "nodeSelector", "example.com/key"],
        ["tolerations"],
        ["affinity", "podAntiAffinity", "topologyKey"],
        ["topologySpreadConstraints", "labelKey"],
        ["global", "imagePullSecrets"],
        ["db", "existingSecret"],
        ["tls", "secretName"],
        ["keys"],
        ["monkey", "name"],
    ]) {
        const isNone = path[0] !== "monkey";
        it(`is ${isNone ? "shown" : "hidden, to be on the safe side,"} at ${path.join(".")}`, () => {
            assert.equal(printed(path, "plain"), isNone ? "plain" : HIDDEN);
        });
    }

    it("is shown where it is a switch", () => {
        assert.equal(printed(["tokenAuth", "enabled"], true), "true");
        assert.equal(printed(["password"], null), "null");
    });

    it("is hidden within lists and mappings too, and where a variable's name says what it is", () => {
        const env = [
            { name: "DB_PASSWORD", value: "hunter2" },
            { name: "LEVEL", value: "debug" },
        ];
        assert.equal(
            printed(["env"], env),
            `[{"name":"DB_PASSWORD","value":"${HIDDEN}"},{"name":"LEVEL","value":"debug"}]`,
        );
        assert.equal(printed(["users"], [{ user: "a", token: "t" }]), `[{"user":"a","token":"${HIDDEN}"}]`);
        assert.equal(
            printed(["tolerations"], [{ key: "node", operator: "Exists" }]),
            `[{"key":"node","operator":"Exists"}]`,
        );
    });

    it("is shortened where it is a file, or an address with a password", () => {
        assert.equal(printed(["config"], "a: 1\npassword: x\n"), "(2 lines)");
        assert.equal(printed(["url"], "https://me:hunter2@example.com/a"), "https://(hidden)@example.com/a");
        assert.equal(printed(["url"], "https://example.com/a@b"), "https://example.com/a@b");
    });

    it("never has what is below a secret name", () => {
        const value = fc.oneof(
            fc.constant("hunter2"),
            fc.array(fc.constant("hunter2")),
            fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.constant("hunter2")),
        );
        fc.assert(
            fc.property(fc.array(fc.stringMatching(/^[a-z]{1,5}$/)), value, (below, secret) => {
                assert.ok(!printed(["password", ...below], secret).includes("hunter2"));
            }),
        );
    });
});

describe("A difference of values that is printed", () => {
    const difference = (before: unknown, after: unknown, path = ["a"]) => printedDifference({ path, before, after });

    it("tells text from what looks like it", () => {
        assert.deepEqual(difference("true", true), { property: "a", before: `"true"`, after: "true" });
        assert.deepEqual(difference(1, 2), { property: "a", before: "1", after: "2" });
        assert.deepEqual(difference(undefined, "x"), { property: "a", after: "x" });
        assert.deepEqual(difference(null, undefined), { property: "a", before: "null" });
    });

    it("tells nothing of a secret but that it changes", () => {
        assert.deepEqual(difference("1", 1, ["token"]), { property: "token", before: HIDDEN, after: HIDDEN });
    });

    it("spells names that are no plain words in brackets", () => {
        assert.equal(propertyOf(["a", "kubernetes.io/os", "b-c"]), `a["kubernetes.io/os"].b-c`);
    });
});

describe("The difference of values", () => {
    const of = (before: object, after: object) =>
        valueDifferences(before as Record<string, unknown>, after as Record<string, unknown>).map(
            ({ path, before: was, after: will }) => [path.join("."), was, will],
        );

    it("goes down mappings and takes lists as a whole", () => {
        assert.deepEqual(of({ a: { b: 1, c: [1] }, d: 1 }, { a: { b: 2, c: [2] }, e: { f: true } }), [
            ["a.b", 1, 2],
            ["a.c", [1], [2]],
            ["d", 1, undefined],
            ["e.f", undefined, true],
        ]);
    });

    it("knows a mapping without keys, and one in place of something else", () => {
        assert.deepEqual(of({ a: {} }, {}), [["a", {}, undefined]]);
        assert.deepEqual(of({ a: {} }, { a: { b: 1 } }), [["a", {}, { b: 1 }]]);
        assert.deepEqual(of({ a: 1 }, { a: { b: 1 } }), [["a", 1, { b: 1 }]]);
        assert.deepEqual(of({ a: null }, { a: undefined }), [["a", null, undefined]]);
    });

    it("does not take what every object inherits for a value", () => {
        assert.deepEqual(of({}, { constructor: 1 }), [["constructor", undefined, 1]]);
    });

    it("is empty for the same, turns round, and puts one in place of the other", () => {
        const values = fc.dictionary(
            fc.constantFrom("a", "b", "c"),
            fc.oneof(fc.integer(), fc.array(fc.integer()), fc.dictionary(fc.constantFrom("x", "y"), fc.integer())),
        );
        fc.assert(
            fc.property(values, values, (one, other) => {
                assert.deepEqual(of(one, one), []);
                assert.deepEqual(
                    of(other, one),
                    of(one, other).map(([path, before, after]) => [path, after, before]),
                );
            }),
        );
    });
});
