// SPDX-License-Identifier: Apache-2.0
// Proves that no value ends a run, as an error in one policy does; not that every wrong type has a message, since the API
// server refuses such values.
import assert from "node:assert/strict";
import { rules } from "../../policy/rules";
import { findingsOf } from "./checked";
import { changed } from "./fixture";
import { partsOf, STACKS } from "./stacks";

const PARTS = STACKS.flatMap(({ stack, title, settings }) =>
    partsOf(stack).map((part) => ({ ...part, title, settings, stack, isGood: title.endsWith(", good") })),
);

describe("A value of a wrong type", function () {
    this.timeout(120_000);

    it("is nothing if it is null, as in Kubernetes", () => {
        for (const { title, stack, settings, name: of, path } of PARTS.filter(({ path: all }) => isKey(all.at(-1)))) {
            const [empty, without] = [null, undefined].map((value) =>
                findingsOf(rules, changed(stack, { of, path, value }), settings).map(({ message }) => message),
            );
            assert.deepEqual(empty, without, `${title}: ${path.join(".")} of ${of}`);
        }
    });

    for (const value of [[null], "", "text", 7, true, [], {}, [{}], { a: ["b"] }]) {
        it(`does not end the run: ${JSON.stringify(value)}`, () => {
            for (const { title, stack, settings, name: of, path } of PARTS.filter(({ isGood }) => isGood)) {
                const findings = findingsOf(rules, changed(stack, { of, path, value }), settings);
                const messages = findings.map(({ message }) => message).join("\n");
                assert.doesNotMatch(messages, /\[object|undefined/, `${title}: ${path.join(".")} of ${of}`);
            }
        });
    }
});

function isKey(step: string | number | undefined): boolean {
    return typeof step === "string";
}
