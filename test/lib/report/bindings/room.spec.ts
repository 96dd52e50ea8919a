// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { KubeObject } from "../../../../lib/report/objects";
import { UNKNOWN } from "../../../../lib/tree";
import { block, pod, pool } from "../pools/support";
import { bound, ofPool, partOf } from "./support";

const A = pool("a", "10.0.0.0/24");
const PODS = ["10.0.0.1", "10.0.0.2", "10.0.0.3"].map((ip, index) => pod(`web-${index}`, ip));

function findings(before: readonly KubeObject[], after: readonly KubeObject[], others: readonly KubeObject[]) {
    const { findings: all } = partOf([...before, ...others], [...after, ...others]);
    return all?.filter(({ rule }) => rule === "binding-few-addresses");
}

const few = (name: string, has: string, needs: string) =>
    ofPool("danger", "binding-few-addresses", name, {
        message: `${has}, and ${needs} after a restart: new pods fail once none is left.`,
        wayOut: "Bind these namespaces to another pool too, or to a larger one.",
    });

describe("Pools that namespaces are newly bound to", () => {
    const small = pool("small", "10.0.1.0/31");
    const [was, is] = [bound("shop", ["a"]), bound("shop", ["small"])];

    it("have too few addresses if more pods come than are free", () => {
        assert.deepEqual(findings([was], [is], [A, small, ...PODS]), [
            few("small", '"small" has 2 free addresses', "3 pods of shop need one"),
        ]);
        assert.deepEqual(findings([was], [is], [A, pool("small", "10.0.1.0/30"), ...PODS]), []);
    });

    it("have those not free that are given away, but their own pods need no other", () => {
        const larger = pool("small", "10.0.1.0/30");
        const given = block("10.0.1.0/30", 3);
        assert.deepEqual(findings([was], [is], [A, larger, given, ...PODS.slice(0, 1)]), []);
        assert.deepEqual(findings([was], [is], [A, larger, given, ...PODS]), [
            few("small", '"small" has 1 free address', "3 pods of shop need one"),
        ]);
        const own = ["10.0.1.0", "10.0.1.1"].map((ip, index) => pod(`own-${index}`, ip));
        assert.deepEqual(findings([was], [is], [A, small, ...own]), []);
        assert.deepEqual(findings([was], [is], [A, small, ...own, ...PODS.slice(0, 1)]), [
            few("small", '"small" has 0 free addresses', "1 pod of shop needs one"),
        ]);
    });

    it("share their addresses among all namespaces that are bound alike", () => {
        const both = (pools: readonly string[]) => [bound("shop", pools), bound("web", pools)];
        const others = [A, small, pool("tiny", "10.0.2.0/32"), ...PODS, pod("api", "10.0.0.9", { of: "web" })];
        assert.deepEqual(findings(both(["a"]), both(["small", "tiny"]), others), [
            few("small", '"small" and "tiny" have 3 free addresses', "4 pods of shop and web need one"),
        ]);
    });

    it("are judged by address family", () => {
        const six = pool("six", "fd00::/128");
        assert.deepEqual(findings([was], [bound("shop", ["a", "six"])], [A, six, ...PODS]), []);
    });

    it("are not judged while they are disabled, or not known", () => {
        for (const spec of [{ disabled: true }, { disabled: UNKNOWN }, { allowedUses: UNKNOWN }]) {
            const unsure = pool("small", "10.0.1.0/31", spec);
            assert.deepEqual(findings([was], [is], [A, unsure, ...PODS]), []);
        }
        assert.deepEqual(findings([was], [is], [A, pool("small", UNKNOWN), ...PODS]), []);
    });

    it("are not told again where no namespace is bound anew", () => {
        assert.deepEqual(findings([is], [is], [A, small, ...PODS]), []);
    });
});
