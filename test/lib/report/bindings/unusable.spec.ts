// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { KubeObject } from "../../../../lib/report/objects";
import { UNKNOWN } from "../../../../lib/tree";
import { namespace, pool, poolPatch } from "../pools/support";
import { bound, IPV4, ofPool, only, partOf, table } from "./support";

const A = pool("a", "10.0.0.0/24");
const OFF = pool("a", "10.0.0.0/24", { disabled: true });
const FAIL = "every new pod there fails, even where other pools are listed too.";

const findings = (before: readonly KubeObject[], after: readonly KubeObject[], isWhole = true) =>
    partOf(before, after, { isWhole }).findings?.filter(({ severity }) => severity === "danger");

describe("A pool that namespaces ask for in vain", () => {
    const gone = (are: string, them: string) =>
        ofPool("danger", "binding-pool-missing", "a", {
            before: "enabled",
            after: "deleted",
            message: `${are} bound to "a", which this update deletes: ${FAIL}`,
            wayOut: `Bind ${them} to another pool first, or leave "a" as it is.`,
        });

    it("is one that is deleted while they stay bound, with the matrix as it was", () => {
        const shop = bound("shop", ["a"]);
        assert.deepEqual(
            partOf([A, shop], [shop]),
            only({ bindings: [table(["a"], { shop: [0, "kept"] })], findings: [gone("shop is", "it")] }),
        );
        const more = [shop, bound("web", ["a", "b"]), pool("b", "10.0.1.0/24")];
        assert.deepEqual(findings([A, ...more], more), [gone("shop and web are", "them")]);
        assert.deepEqual(findings([A, ...more], more, false), [gone("shop and web are", "them")]);
        const byCidr = namespace("shop", {}, { [IPV4]: '["10.0.0.0/24"]' });
        assert.deepEqual(findings([A, byCidr], [byCidr]), [gone("shop is", "it")]);
    });

    it("is one that is disabled while they stay bound", () => {
        const shop = bound("shop", ["a"]);
        assert.deepEqual(findings([A, shop], [OFF, shop]), [
            ofPool("danger", "binding-pool-disabled", "a", {
                before: "enabled",
                after: "disabled",
                message: `shop is bound to "a", which is disabled by this update: ${FAIL}`,
                wayOut: 'Bind it to another pool first, or leave "a" as it is.',
            }),
        ]);
    });

    it("is one that was disabled when they were bound to it", () => {
        assert.deepEqual(findings([OFF, bound("shop", [])], [OFF, bound("shop", ["a"])]), [
            ofPool("danger", "binding-pool-disabled", "a", {
                message: `shop is bound to "a", which is disabled: ${FAIL}`,
                wayOut: 'Set disabled: false on "a", or bind it to another pool.',
            }),
        ]);
    });

    it("is one that nobody has made, perhaps under another name", () => {
        const retail = pool("retail", "10.0.0.0/24");
        const missing = (name: string, rest: string) =>
            ofPool("danger", "binding-pool-missing", name, {
                message: `shop is bound to "${name}", and there is no such pool: ${FAIL}`,
                wayOut: `Make the pool first, or bind it to another one.${rest}`,
            });
        assert.deepEqual(findings([retail], [retail, bound("shop", ["retial"])]), [
            missing("retial", ' Did you mean "retail"?'),
        ]);
        const byCidr = namespace("shop", {}, { [IPV4]: '["10.9.0.0/24"]' });
        assert.deepEqual(findings([retail], [retail, byCidr]), [missing("10.9.0.0/24", "")]);
    });

    it("is not told again where that is nothing new", () => {
        const shop = bound("shop", ["a"]);
        assert.deepEqual(findings([OFF, shop], [OFF, shop]), []);
        assert.deepEqual(findings([shop], [shop]), []);
        assert.deepEqual(findings([OFF, shop], [shop]), []);
    });

    it("is not told where it may be there after all", () => {
        const shop = bound("shop", ["a"]);
        assert.deepEqual(findings([A, shop], [pool("a", "10.0.0.0/24", { disabled: UNKNOWN }), shop]), []);
        assert.deepEqual(findings([], [poolPatch("a", { natOutgoing: true }), shop]), []);
        const byCidr = namespace("shop", {}, { [IPV4]: '["10.0.0.0/24"]' });
        assert.deepEqual(findings([], [pool("a", UNKNOWN), byCidr]), []);
    });

    it("is noted where only a stack is known, which has no such pool", () => {
        const { findings: found, notes } = partOf([], [bound("shop", ["a", "b"])], { isWhole: false });
        assert.deepEqual(
            [found, notes],
            [[], ['Namespaces are newly bound to "a" and "b", and whether these pools exist is not known here.']],
        );
        const shop = bound("shop", ["a"]);
        assert.deepEqual(partOf([shop], [shop], { isWhole: false }).notes, []);
        const late = pool("a", "10.0.0.0/24", { disabled: UNKNOWN });
        assert.deepEqual(partOf([late], [late, shop], { isWhole: false }).notes, []);
    });
});
