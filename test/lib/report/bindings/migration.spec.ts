// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { KubeObject } from "../../../../lib/report/objects";
import { pod, pool, step } from "../pools/support";
import { bound, ofNamespace, ofPool, only, partOf, table } from "./support";

const A = pool("a", "10.0.0.0/24");
const B = pool("b", "10.0.1.0/24");
const OFF = pool("a", "10.0.0.0/24", { disabled: true });
const POD = pod("web-1", "10.0.0.5");
const [WAS, IS] = [bound("shop", ["a"]), bound("shop", ["b"])];

function findings(before: readonly KubeObject[], after: readonly KubeObject[], isWhole = true) {
    const { findings: all } = partOf(before, after, { isWhole });
    return all?.filter(({ rule }) => rule === "binding-migration");
}

const moving = (verb: string) => `shop moves from "a" to "b", and the same update ${verb} "a":`;
const texts = { before: "a", after: "b" };
const LOSS = "without the pool's routes, encapsulation and NAT";
const WAY_OUT =
    'Keep "a" in this update. Restart the workloads of shop after it, set disabled: true on "a", and delete it once no pod has an address of it.';

describe("A migration from one pool to another", () => {
    it("takes more than one update if pods have addresses of the former pool", () => {
        assert.deepEqual(
            partOf([A, B, POD, WAS], [B, POD, IS]),
            only({
                summary: "1 namespace bound to other pools",
                bindings: [table(["a", "b"], { shop: [1, "removed", "added"] })],
                findings: [
                    ofPool("danger", "binding-migration", "a", {
                        ...texts,
                        message: `${moving("deletes")} addresses of it stay with 1 pod of shop, ${LOSS}.`,
                        wayOut: WAY_OUT,
                    }),
                    ofNamespace("warning", "binding-changed", "shop", {
                        ...texts,
                        message: "Addresses of other pools stay with 1 pod of shop (1 workload) until a restart.",
                        wayOut: "Restart the workloads of shop after the update.",
                    }),
                ],
                steps: [
                    step("bindings", 'Bind shop to "b" instead of "a".'),
                    step(
                        "after the update",
                        'Restart the workloads of shop, so that their pods get addresses of "b".',
                        "you",
                    ),
                ],
            }),
        );
    });

    it("may take more than one where nobody tells of pods", () => {
        assert.deepEqual(findings([A, B, WAS], [B, IS], false), [
            ofPool("warning", "binding-migration", "a", {
                ...texts,
                message: `${moving("deletes")} pods that run keep addresses of it, ${LOSS}. Whether there are any is not known here.`,
                wayOut: WAY_OUT,
            }),
        ]);
    });

    it("takes one if no pod has an address of the former pool", () => {
        const unused = (verb: string) => [
            ofPool("notice", "binding-migration", "a", {
                ...texts,
                message: `${moving(verb)} no pod there has an address of it.`,
            }),
        ];
        assert.deepEqual(findings([A, B, WAS], [B, IS]), unused("deletes"));
        assert.deepEqual(findings([A, B, WAS], [OFF, B, IS]), unused("disables"));
    });

    it("fails pods for a moment if the former pool is disabled with it", () => {
        const off = [
            ofPool("warning", "binding-migration", "a", {
                ...texts,
                message: `${moving("disables")} new pods there fail until the namespace is bound anew, and those that run keep their addresses until a restart.`,
                wayOut: 'Disable "a" in a later update, once the workloads are restarted.',
            }),
        ];
        assert.deepEqual(findings([A, B, POD, WAS], [OFF, B, POD, IS]), off);
        assert.deepEqual(findings([A, B, WAS], [OFF, B, IS], false), off);
    });

    it("counts the pods of namespaces that move, not those of others", () => {
        const other = pod("api-1", "10.0.0.9", { of: "other" });
        const [first] = findings([A, B, POD, other, WAS], [B, POD, other, IS]) ?? [];
        assert.match(first?.message ?? "", / stay with 1 pod of shop, /);
    });

    it("ends by leaving the former pool, and is told of all namespaces that do", () => {
        const [first] =
            findings([A, B, POD, bound("shop", ["a", "b"]), bound("web", ["a"])], [B, POD, IS, bound("web", ["b"])]) ??
            [];
        assert.match(first?.message ?? "", /^shop and web move from "a" to "b", and the same update deletes "a": /);
    });

    it("is none if the former pool stays, was disabled before, or nothing takes its place", () => {
        assert.deepEqual(findings([A, B, POD, WAS], [A, B, POD, IS]), []);
        assert.deepEqual(findings([OFF, B, POD, WAS], [B, POD, IS]), []);
        assert.deepEqual(findings([A, B, POD, WAS], [B, POD, bound("shop", [])]), []);
    });
});
