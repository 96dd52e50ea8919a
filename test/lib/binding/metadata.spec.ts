// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { asWritten, bindingAnnotations } from "../../../lib/binding/metadata";

const IPV4 = "cni.projectcalico.org/ipv4pools";
const IPV6 = "cni.projectcalico.org/ipv6pools";

const wanted = bindingAnnotations(["a", "b", "six"], (pool) => (pool === "six" ? 6 : 4));

describe("The annotations of a binding", () => {
    for (const [what, text] of [
        ["with blanks", '[ "a",\n"b" ]'],
        ["with an escape", '["a","\\u0062"]'],
    ] as const) {
        it(`stay the text that they are, ${what}, where that is the same list`, () => {
            assert.deepEqual(asWritten(wanted, { [IPV4]: text }), { [IPV4]: text, [IPV6]: '["six"]' });
        });
    }

    for (const [what, text] of [
        ["another order", '["b", "a"]'],
        ["other pools", '["a"]'],
        ["no list", "a,b"],
        ["nothing", ""],
    ] as const) {
        it(`are written anew where there is ${what}`, () => {
            assert.deepEqual(asWritten(wanted, { [IPV4]: text, "example.com/other": "x" }), wanted);
        });
    }
});
