// SPDX-License-Identifier: Apache-2.0
// Proves nothing about KubeSphere's own reading of the manifest: test/components does, on a control plane.
import assert from "node:assert/strict";
import { configHash } from "../../../lib/extension/config";
import { configText, installPlanManifest, type InstallPlanModel } from "../../../lib/extension/install-plan";
import { INSTALL_PLAN_RULES } from "../../../lib/extension/rules";
import { problemsOf } from "../../../lib/rule";

const good: InstallPlanModel = { extension: "network", version: "1.3.0" };

function problems(change: Record<string, unknown>): string[] {
    return problemsOf(INSTALL_PLAN_RULES, { ...good, ...change }).map(({ rule }) => rule);
}

describe("an InstallPlan's manifest", () => {
    it("has the extension's name and writes every default out", () => {
        assert.deepEqual(installPlanManifest(good), {
            apiVersion: "kubesphere.io/v1alpha1",
            kind: "InstallPlan",
            metadata: { name: "network" },
            spec: { extension: { name: "network", version: "1.3.0" }, enabled: true, upgradeStrategy: "Manual" },
        });
    });

    it("holds config and overrides as YAML text, with sorted keys and without blanks at the end of a line", () => {
        const { spec } = installPlanManifest({
            ...good,
            enabled: false,
            config: { global: { networkPolicy: { enable: true }, ippool: { enable: true } } },
            placement: { clusters: ["host", "member-1"] },
            overrides: { "member-1": { global: { ippool: { enable: false } } } },
        });
        assert.deepEqual(spec, {
            extension: { name: "network", version: "1.3.0" },
            enabled: false,
            upgradeStrategy: "Manual",
            config: "global:\n    ippool:\n        enable: true\n    networkPolicy:\n        enable: true\n",
            clusterScheduling: {
                placement: { clusters: ["host", "member-1"] },
                overrides: { "member-1": "global:\n    ippool:\n        enable: false\n" },
            },
        });
    });

    it("trims the lines of a config text as KubeSphere's webhook does", () => {
        assert.equal(configText({ configYaml: "a: 1   \nb: 2\t\n" }), "a: 1\nb: 2\n");
    });

    it("leaves an empty config out", () => {
        assert.equal(configText({ config: {} }), undefined);
        assert.equal(configText({ configYaml: "  \n" }), undefined);
        assert.equal(configText({ config: {}, retry: 0 }), undefined);
    });

    it("writes an empty placement as a selector of no cluster, which removes the agents", () => {
        const key = "kubesphere.io/none";
        const clusterSelector = {
            matchExpressions: [
                { key, operator: "Exists" },
                { key, operator: "DoesNotExist" },
            ],
        };
        for (const placement of [{ clusters: [] }, {}]) {
            assert.deepEqual(installPlanManifest({ ...good, placement }).spec.clusterScheduling, {
                placement: { clusterSelector },
            });
        }
    });

    it("passes a selector on", () => {
        const clusterSelector = { matchLabels: { region: "eu" } };
        assert.deepEqual(installPlanManifest({ ...good, placement: { clusterSelector } }).spec.clusterScheduling, {
            placement: { clusterSelector },
        });
    });

    it("changes the hash of a retried config but not its values", () => {
        assert.equal(configText({ config: { a: 1 }, retry: 2 }), "a: 1\n# retry: 2\n");
        assert.equal(configText({ configYaml: "a: 1", retry: 2 }), "a: 1\n# retry: 2\n");
        assert.equal(configText({ retry: 2 }), "# retry: 2\n");
        assert.notEqual(
            configHash(configText({ config: { a: 1 }, retry: 1 }) ?? ""),
            configHash(configText({ config: { a: 1 }, retry: 2 }) ?? ""),
        );
    });

    it("retries a cluster with an override by a value, because a comment is lost when KubeSphere merges", () => {
        const { spec } = installPlanManifest({
            ...good,
            placement: { clusters: ["member-1"] },
            overrides: { "member-1": { a: 1 } },
            retry: 2,
        });
        assert.deepEqual(spec.clusterScheduling?.overrides, { "member-1": "a: 1\ninstallPlanRetry: 2\n" });
    });
});

describe("the rules of an InstallPlan", () => {
    it("accept an exact version, config, placement and overrides", () => {
        assert.deepEqual(
            problems({
                version: "1.3.0-rc.1",
                config: { global: { imageRegistry: "r.example" } },
                placement: { clusters: ["host", "member-1"] },
                overrides: { "member-1": {} },
                retry: 3,
            }),
            [],
        );
        assert.deepEqual(problems({ configYaml: "# nothing\n", placement: { clusterSelector: {} } }), []);
    });

    for (const version of [
        "latest",
        "v1.2.0",
        "^1.2.0",
        "1.2",
        "1.x",
        "",
        "1.3.0+build",
        " 1.3.0",
        "1.3.0-RC1",
        undefined,
        1,
    ]) {
        it(`refuse the version ${JSON.stringify(version)}`, () => {
            assert.deepEqual(problems({ version }), ["extension-version-exact"]);
        });
    }

    it("say which version is meant", () => {
        assert.deepEqual(problemsOf(INSTALL_PLAN_RULES, { ...good, version: "v1.2.0" }), [
            {
                rule: "extension-version-exact",
                property: "version",
                message:
                    '\'version\' (v1.2.0) must be one exact version such as 1.3.0: no "v", no range, no "latest", nothing after "+". Did you mean 1.2.0?',
            },
        ]);
    });

    for (const [what, change, rule] of [
        ["a name in capitals", { extension: "Network" }, "extension-name"],
        ["a name of 64 characters", { extension: "n".repeat(64) }, "extension-name"],
        ["no name", { extension: undefined }, "extension-name"],
        ["config as text", { config: "a: 1" }, "extension-config-mapping"],
        ["config as a list", { config: [] }, "extension-config-mapping"],
        ["both configs", { config: {}, configYaml: "" }, "extension-config-once"],
        ["YAML that does not parse", { configYaml: "a: [" }, "extension-config-yaml"],
        ["YAML that is a list", { configYaml: "- a" }, "extension-config-yaml"],
        ["names and a selector", { placement: { clusters: [], clusterSelector: {} } }, "extension-placement"],
        ["one cluster as text", { placement: { clusters: "host" } }, "extension-placement"],
        ["a cluster that is no name", { placement: { clusters: ["Host"] } }, "extension-placement"],
        ["a cluster that is a number", { placement: { clusters: [1] } }, "extension-placement"],
        ["a cluster twice", { placement: { clusters: ["host", "host"] } }, "extension-placement"],
        [
            "an unknown operator",
            { placement: { clusterSelector: { matchExpressions: [{ key: "a", operator: "Is" }] } } },
            "extension-placement",
        ],
        [
            "an operator without its values",
            { placement: { clusterSelector: { matchExpressions: [{ key: "a", operator: "NotIn" }] } } },
            "extension-placement",
        ],
        ["overrides without a placement", { overrides: { host: {} } }, "extension-overrides"],
        [
            "an override as text",
            { placement: { clusters: ["host"] }, overrides: { host: "a: 1" } },
            "extension-overrides",
        ],
        [
            "an override elsewhere",
            { placement: { clusters: ["host"] }, overrides: { other: {} } },
            "extension-overrides",
        ],
        ["half a retry", { retry: 1.5 }, "extension-retry"],
    ] as const) {
        it(`refuse ${what}`, () => {
            assert.deepEqual(problems(change), [rule]);
        });
    }

    it("report everything at once", () => {
        assert.deepEqual(problems({ extension: "Network", version: "latest", config: 1, retry: -1 }), [
            "extension-name",
            "extension-version-exact",
            "extension-config-mapping",
            "extension-retry",
        ]);
    });
});
