// SPDX-License-Identifier: Apache-2.0
// Proves nothing about charts newer than 1.3.0: their keys may move again.
import assert from "node:assert/strict";
import { NETWORK_RULES, networkValues } from "../../../lib/extension/network-values";
import { problemsOf } from "../../../lib/rule";

describe("the network extension's values", () => {
    for (const version of ["1.2.0", "1.3.0"]) {
        it(`of ${version} are switches under global, on unless said otherwise`, () => {
            assert.deepEqual(networkValues({ version }), {
                global: { ippool: { enable: true, type: "calico", webhook: true }, networkPolicy: { enable: true } },
            });
            assert.deepEqual(
                networkValues({
                    version,
                    ippool: { enabled: false, webhook: false },
                    networkPolicy: { enabled: false },
                }),
                {
                    global: {
                        ippool: { enable: false, type: "calico", webhook: false },
                        networkPolicy: { enable: false },
                    },
                },
            );
        });
    }

    it("of 1.1.0 know only the type, under another key", () => {
        assert.deepEqual(networkValues({ version: "1.1.0", ippool: { enabled: true } }), {
            network: { ippool: { type: "calico" } },
        });
    });

    it("are merged with anything else of the chart, which wins", () => {
        assert.deepEqual(
            networkValues({
                version: "1.3.0",
                values: { global: { imageRegistry: "r.example", ippool: { webhook: false } }, frontend: { a: [1] } },
            }),
            {
                global: {
                    imageRegistry: "r.example",
                    ippool: { enable: true, type: "calico", webhook: false },
                    networkPolicy: { enable: true },
                },
                frontend: { a: [1] },
            },
        );
    });

    it("refuse a switch that 1.1.0 does not have, each with the way out", () => {
        const found = problemsOf(NETWORK_RULES, {
            version: "1.1.0",
            ippool: { enabled: false, webhook: false },
            networkPolicy: { enabled: false },
        });
        assert.deepEqual(
            found.map(({ property }) => property),
            ["ippool.enabled", "ippool.webhook", "networkPolicy.enabled"],
        );
        assert.equal(
            found[0]?.message,
            "'ippool.enabled' (false) must be left out with version 1.1.0, whose chart has no such switch. Use 1.2.0 or newer to switch it off.",
        );
    });

    it("refuse values that are no object", () => {
        assert.deepEqual(
            problemsOf(NETWORK_RULES, { version: "1.3.0", values: "a: 1" as never }).map(({ rule }) => rule),
            ["network-values"],
        );
    });

    it("may be one text instead, whose keys are looked at, too, and which stands alone", () => {
        const configYaml = "global: { ippool: { enabel: true } }\n";
        assert.deepEqual(
            problemsOf(NETWORK_RULES, { version: "1.3.0", configYaml }).map(({ rule, property }) => [rule, property]),
            [["network-chart-values", "configYaml.global.ippool.enabel"]],
        );
        assert.deepEqual(
            problemsOf(NETWORK_RULES, { version: "1.3.0", configYaml: "", values: {}, ippool: { webhook: false } }),
            [
                {
                    rule: "network-config-once",
                    property: "ippool",
                    message:
                        "'ippool' ({\"webhook\":false}) must not be set together with 'configYaml', which is all of the config. Keep one of them.",
                },
                {
                    rule: "network-config-once",
                    property: "values",
                    message:
                        "'values' ({}) must not be set together with 'configYaml', which is all of the config. Keep one of them.",
                },
            ],
        );
    });
});
