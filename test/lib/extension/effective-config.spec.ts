// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { effectiveConfig } from "../../../lib/extension/effective-config";

const cluster = (name: string, labels = {}) => ({ name, labels });

describe("The effective config of each cluster", () => {
    it("is the config with the cluster's override over it: maps key by key, lists as a whole", () => {
        assert.deepEqual(
            effectiveConfig({
                config: { a: { b: 1, c: [1, 2] }, d: "x" },
                placement: { clusters: ["m1", "host"] },
                overrides: { m1: { a: { c: [3] }, e: true } },
            }),
            { host: { a: { b: 1, c: [1, 2] }, d: "x" }, m1: { a: { b: 1, c: [3] }, d: "x", e: true } },
        );
    });

    it("is that of a text too, and empty without one", () => {
        const placement = { clusters: ["m1"] };
        assert.deepEqual(effectiveConfig({ configYaml: "a: 1.50\nb: yes\n", placement }), { m1: { a: 1.5, b: "yes" } });
        assert.deepEqual(effectiveConfig({ placement }), { m1: {} });
    });

    it("is there for the clusters of a selector as far as they are known", () => {
        const model = { config: { a: 1 }, placement: { clusterSelector: { matchLabels: { zone: "x" } } } };
        assert.deepEqual(effectiveConfig(model), {});
        assert.deepEqual(effectiveConfig(model, [cluster("m1", { zone: "x" }), cluster("m2")]), { m1: { a: 1 } });
    });

    it("is of no cluster without a placement", () => {
        assert.deepEqual(effectiveConfig({ config: { a: 1 } }), {});
        assert.deepEqual(effectiveConfig({ config: { a: 1 }, placement: { clusters: [] } }), {});
    });
});
