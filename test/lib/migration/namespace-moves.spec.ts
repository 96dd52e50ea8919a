// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { migrationPlan } from "../../../lib/migration/migration-plan";
import { A, B, bound, IPV4, IPV6, LABEL, namespace, planOf, pod, pool, world } from "./support";

type Value = string | null;

/** One line a step: values of the labels of "a" and "b", and the annotation. */
function stepsOf(
    object: ReturnType<typeof namespace>,
    extra: Parameters<typeof planOf>[0] = {},
): Record<string, Value[]> {
    const [move] = planOf({ namespaces: [object], ...extra }).namespaces;
    const { namespace: _, ...steps } = move!;
    return Object.fromEntries(
        Object.entries(steps).map(([step, { labels, annotations }]) => {
            assert.deepEqual(Object.keys(labels).sort(), [`${LABEL}a`, `${LABEL}b`]);
            assert.deepEqual(Object.keys(annotations), [IPV4]);
            return [step, [labels[`${LABEL}a`]!, labels[`${LABEL}b`]!, annotations[IPV4]!]];
        }),
    );
}

describe("What is written on a namespace that moves", () => {
    it("has both pools, then the new one alone in the annotation, then alone", () => {
        assert.deepEqual(stepsOf(bound("shop", "a")), {
            before: ["", null, '["a"]'],
            both: ["", "", '["b","a"]'],
            narrowed: ["", "", '["b"]'],
            after: [null, "", '["b"]'],
        });
    });

    it("keeps the values that labels have", () => {
        const labelled = (value: string) => stepsOf(namespace("shop", { [`${LABEL}a`]: value }, { [IPV4]: '["a"]' }));
        assert.deepEqual(labelled("a").both, ["a", "b", '["b","a"]']);
        assert.deepEqual(labelled("yes").both, ["yes", "yes", '["b","a"]']);
        const other = namespace("shop", { [`${LABEL}a`]: "", [`${LABEL}b`]: "yes" }, { [IPV4]: '["a"]' });
        assert.deepEqual(stepsOf(other).after, [null, "yes", '["b"]']);
    });

    it("keeps other pools where they are", () => {
        assert.deepEqual(stepsOf(namespace("shop", { [`${LABEL}a`]: "" }, { [IPV4]: '["x", "a", "y"]' })), {
            before: ["", null, '["x", "a", "y"]'],
            both: ["", "", '["b","x","a","y"]'],
            narrowed: ["", "", '["x","b","y"]'],
            after: [null, "", '["x","b","y"]'],
        });
    });

    it("names the new pool by CIDR where the old one is named so", () => {
        assert.deepEqual(stepsOf(namespace("shop", {}, { [IPV4]: '["10.0.0.0/24"]' })), {
            before: [null, null, '["10.0.0.0/24"]'],
            both: [null, null, '["10.0.1.0/24","10.0.0.0/24"]'],
            narrowed: [null, null, '["10.0.1.0/24"]'],
            after: [null, null, '["10.0.1.0/24"]'],
        });
    });

    it("has an annotation for a while only where there is none", () => {
        assert.deepEqual(stepsOf(namespace("shop", { [`${LABEL}a`]: "" })), {
            before: ["", null, null],
            both: ["", "", null],
            narrowed: ["", "", '["b"]'],
            after: [null, "", null],
        });
    });

    it("does not list the old pool beside the new one if that is disabled already", () => {
        const pools = [pool("a", "10.0.0.0/24", { disabled: true }), B];
        assert.deepEqual(stepsOf(bound("shop", "a"), { pools }).both, ["", "", '["b"]']);
    });

    it("goes on where an earlier run has ended", () => {
        const both = ["", "", '["b","a"]'];
        const narrowed = ["", "", '["b"]'];
        const after = [null, "", '["b"]'];
        assert.deepEqual(stepsOf(bound("shop", "b", "a")), { before: ["", "", '["b","a"]'], both, narrowed, after });
        const half = namespace("shop", { [`${LABEL}a`]: "", [`${LABEL}b`]: "" }, { [IPV4]: '["b"]' });
        assert.deepEqual(stepsOf(half), { before: narrowed, both: narrowed, narrowed, after });
        const pods = [pod("shop/old", "10.0.0.1")];
        assert.deepEqual(stepsOf(bound("shop", "b"), { pods }), { before: after, both: after, narrowed: after, after });
    });

    it("leaves alone an annotation that cannot be read, or that lists neither pool", () => {
        for (const text of ["a", '["x"]']) {
            const steps = stepsOf(namespace("shop", { [`${LABEL}a`]: "" }, { [IPV4]: text }));
            assert.deepEqual(
                Object.values(steps).map(([, , annotation]) => annotation),
                [text, text, text, text],
            );
        }
    });

    it("is the other annotation for IPv6, and none for namespaces that neither pool has", () => {
        const pools = [pool("a", "fd00::/120"), pool("b", "fd00:1::/120")];
        const namespaces = [namespace("shop", {}, { [IPV4]: '["x"]', [IPV6]: '["a"]' }), bound("web", "x")];
        const { plan } = migrationPlan("a", "b", world({ pools, namespaces }));
        assert.deepEqual(
            plan?.namespaces.map(({ namespace: name, narrowed }) => [name, narrowed.annotations]),
            [["shop", { [IPV6]: '["b"]' }]],
        );
    });

    it("is none for a namespace of the new pool without old pods", () => {
        assert.deepEqual(planOf({ pools: [A, B], namespaces: [bound("shop", "b")] }).namespaces, []);
    });
});
