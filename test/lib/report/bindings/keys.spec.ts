// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { KubeObject } from "../../../../lib/report/objects";
import { UNKNOWN } from "../../../../lib/tree";
import { namespace, pool } from "../pools/support";
import { bound, IPV4, IPV6, LABEL, ofNamespace, partOf } from "./support";

const POOLS = [pool("a", "10.0.0.0/24"), pool("b", "10.0.1.0/24"), pool("six", "fd00::/120")];

/** What is found of the keys alone. */
function findings(before: KubeObject | undefined, after: KubeObject) {
    const { findings: all } = partOf([...POOLS, ...(before ? [before] : [])], [...POOLS, after]);
    return all?.filter(({ rule }) => !["binding-changed", "binding-lost"].includes(rule));
}

const listing = (text: string, key = IPV4, labels: Readonly<Record<string, string>> = {}) =>
    namespace("shop", labels, { [key]: text });

describe("The keys of a binding", () => {
    for (const text of ["a", '"a"', "[1]", "{}"]) {
        it(`fail every pod if an annotation is ${text}`, () => {
            assert.deepEqual(findings(bound("shop", ["a"]), listing(text)), [
                ofNamespace("danger", "binding-annotation-malformed", "shop", {
                    message: `Its annotation ${IPV4} (${text}) is no JSON list of pools: every new pod of the namespace fails.`,
                    wayOut: 'Write it as ["pool-a"], or remove it.',
                }),
            ]);
        });
    }

    it("fail every pod if a list has a pool of the other address family", () => {
        const stranger = (key: string, name: string, family: number) =>
            ofNamespace("danger", "binding-family", "shop", {
                message: `Its annotation ${key} lists "${name}" without IPv${family} addresses: every new pod of the namespace fails.`,
                wayOut: `Move "${name}" to the annotation of the other address family.`,
            });
        assert.deepEqual(findings(undefined, listing('["a", "six"]')), [stranger(IPV4, "six", 4)]);
        assert.deepEqual(findings(undefined, listing('["a"]', IPV6)), [stranger(IPV6, "a", 6)]);
        assert.deepEqual(findings(undefined, listing('["fd00::/120"]')), [stranger(IPV4, "six", 4)]);
    });

    it("disagree where labels and annotations have other pools", () => {
        const other = (annotated: string) => [
            ofNamespace("warning", "binding-keys-disagree", "shop", {
                message: `KubeSphere's labels bind it to "a", Calico's annotations to ${annotated}: pods go by the annotations.`,
                wayOut: "Give labels and annotations the same pools.",
            }),
        ];
        const labels = { [`${LABEL}a`]: "" };
        assert.deepEqual(findings(bound("shop", ["a"]), listing('["b", "a"]', IPV4, labels)), other('"a" and "b"'));
        assert.deepEqual(findings(undefined, listing("[]", IPV4, labels)), other("no pool"));
        assert.deepEqual(findings(undefined, listing('["10.0.0.0/24"]', IPV4, labels)), []);
    });

    it("are fine by labels or annotations alone, and with one list for each family", () => {
        assert.deepEqual(findings(undefined, namespace("shop", { [`${LABEL}a`]: "" })), []);
        assert.deepEqual(findings(undefined, listing('["a"]')), []);
        const labels = { [`${LABEL}a`]: "", [`${LABEL}six`]: "" };
        assert.deepEqual(findings(undefined, namespace("shop", labels, { [IPV4]: '["a"]', [IPV6]: '["six"]' })), []);
    });

    it("are told once, and not while they are not known", () => {
        for (const faulty of [listing("a"), listing('["six"]'), listing('["b"]', IPV4, { [`${LABEL}a`]: "" })]) {
            assert.deepEqual(findings(faulty, faulty), []);
        }
        assert.deepEqual(findings(namespace("shop", UNKNOWN), listing("a")), []);
    });
});
