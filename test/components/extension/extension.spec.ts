// SPDX-License-Identifier: Apache-2.0
// Runs against Pulumi's mocks: it does not prove what an engine or an API server make of the resources.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Extension, type ExtensionArgs } from "../../../components/extension/extension";
import { NetworkExtension, type NetworkExtensionArgs } from "../../../components/extension/network-extension";
import { NO_CLUSTER } from "../../../lib/extension/install-plan";
import { objects, record, recordFailure, unknownOutput, valueOf } from "../recorder";

/** Like a user's own tests: mocks that know no hooks, so that no cluster is read. */
const NO_HOOKS = { hooks: false };

function installPlan(name: string, spec: Record<string, unknown>, planName = "network") {
    return {
        type: "kubernetes:kubesphere.io/v1alpha1:InstallPlan",
        name,
        inputs: {
            apiVersion: "kubesphere.io/v1alpha1",
            kind: "InstallPlan",
            metadata: { name: planName },
            spec: { enabled: true, upgradeStrategy: "Manual", ...spec },
        },
    };
}

const extensionRun = (args: ExtensionArgs) => record(() => new Extension("ext", args), NO_HOOKS);
const networkRun = (args: NetworkExtensionArgs) => record(() => new NetworkExtension("net", args), NO_HOOKS);

/** Runs a program that may throw and keeps the message. */
function networkAttempt(args: NetworkExtensionArgs, messages: string[]) {
    return record(() => {
        try {
            new NetworkExtension("net", args);
        } catch (error) {
            messages.push((error as Error).message);
        }
    }, NO_HOOKS);
}

/** What is logged as a warning meanwhile. */
async function warned(run: () => Promise<void>): Promise<string[]> {
    const logged: string[] = [];
    const { warn } = pulumi.log;
    Object.assign(pulumi.log, { warn: (message: string) => Promise.resolve(logged.push(message)) });
    try {
        await run();
    } finally {
        Object.assign(pulumi.log, { warn });
    }
    return logged;
}

describe("An Extension", () => {
    it("is one InstallPlan with the extension's name", async () => {
        const run = await extensionRun({ extension: "gateway", version: "1.0.5" });
        assert.deepEqual(run.resources, [
            {
                type: "kubesphere-network:index:Extension",
                name: "ext",
                inputs: { extension: "gateway", version: "1.0.5" },
            },
            installPlan("ext", { extension: { name: "gateway", version: "1.0.5" } }, "gateway"),
        ]);
        assert.equal(await valueOf(run.result.installPlanName), "gateway");
        assert.equal(await valueOf(run.result.version), "1.0.5");
        assert.equal(await valueOf(run.result.state), "");
        assert.equal(await valueOf(run.result.targetNamespace), "");
        assert.equal(
            run.requests.get("ext")?.parent,
            "urn:pulumi:stack::project::kubesphere-network:index:Extension::ext",
        );
    });

    it("takes Outputs everywhere and writes config and overrides as text", async () => {
        const args: ExtensionArgs = {
            extension: pulumi.output("gateway"),
            version: pulumi.output("1.0.5"),
            enabled: pulumi.output(false),
            config: pulumi.output({ a: 1 }),
            placement: { clusters: [pulumi.output("host"), "member-1"] },
            overrides: pulumi.output({ "member-1": { a: 2 } }),
            retry: pulumi.output(1),
        };
        const run = await record(() => new Extension("ext", args), NO_HOOKS);
        assert.deepEqual(objects(run), [
            installPlan(
                "ext",
                {
                    extension: { name: "gateway", version: "1.0.5" },
                    enabled: false,
                    config: "a: 1\n# retry: 1\n",
                    clusterScheduling: {
                        placement: { clusters: ["host", "member-1"] },
                        overrides: { "member-1": "a: 2\ninstallPlanRetry: 1\n" },
                    },
                },
                "gateway",
            ),
        ]);
    });

    it("shows what is known in a preview and leaves the rest unknown", async () => {
        const args: ExtensionArgs = { extension: "network", version: unknownOutput(), config: { a: 1 } };
        const run = await record(() => new Extension("ext", args), { ...NO_HOOKS, preview: true });
        const spec = objects(run)[0]!.inputs.spec as Record<string, unknown>;
        assert.equal(spec.config, "a: 1\n");
        assert.equal((spec.extension as Record<string, unknown>).name, "network");
        assert.notEqual((spec.extension as Record<string, unknown>).version, "1.3.0");
    });

    it("refuses every wrong argument in one error without a stack trace", () => {
        assert.throws(
            () =>
                new Extension("ext", {
                    extension: "Network",
                    version: "latest",
                    config: {},
                    configYaml: "[",
                    placement: { clusters: ["Host"] },
                    overrides: { host: "a: 1" },
                }),
            (error: Error) => {
                assert.ok(pulumi.ResourceError.isInstance(error) || pulumi.RunError.isInstance(error));
                assert.equal(error.message.split("\n").length, 7);
                assert.match(error.message, /^Extension "ext":\n {2}- 'extension' \(Network\)/);
                return true;
            },
        );
    });

    it("named network refuses a key that its chart does not have", () => {
        for (const args of [{ config: { globl: {} } }, { configYaml: "globl: {}\n" }]) {
            const property = Object.keys(args)[0]!;
            assert.throws(
                () => new Extension("ext", { extension: "network", version: "1.3.0", ...args }),
                ({ message }: Error) => {
                    assert.equal(
                        message,
                        `Extension "ext":\n  - '${property}.globl' ({}) is not a value of the chart of version 1.3.0. Did you mean 'global'?`,
                    );
                    return true;
                },
            );
        }
    });

    it("is never registered with a version that turns out to be wrong", async () => {
        const run = await recordFailure(
            () => new Extension("ext", { extension: "network", version: pulumi.output("latest") }).version,
        );
        assert.match(run.error.message, /'version' \(latest\) must be one exact version/);
        assert.deepEqual(objects(run), []);
    });

    it("warns and does not look at another cluster where its own cannot be read", async () => {
        const logged: string[] = [];
        Object.assign(pulumi.log, { warn: (message: string) => Promise.resolve(logged.push(message)) });
        const run = await record(() => new Extension("ext", { extension: "network", version: "1.3.0" }));
        assert.equal(await valueOf(run.result.state), "");
        assert.equal(logged.length, 1);
        assert.match(
            logged[0]!,
            /^Not everything was looked at on the cluster \(rules, readiness\), because the kubeconfig cannot be used/,
        );
    });

    it("registers hooks that wait for it, and none when readiness is skipped", async () => {
        const args = { extension: "network", version: "1.3.0", awaitReady: { skip: true } };
        const skipped = await record(() => new Extension("ext", args));
        assert.deepEqual(skipped.hooks, []);
    });
});

describe("A NetworkExtension", () => {
    it("is the InstallPlan network with the switches of its version", async () => {
        const run = await networkRun({ version: "1.3.0", clusters: ["host", "member-1"], ippool: { webhook: false } });
        assert.deepEqual(objects(run), [
            installPlan("net", {
                extension: { name: "network", version: "1.3.0" },
                config: [
                    "global:",
                    "    ippool:",
                    "        enable: true",
                    "        type: calico",
                    "        webhook: false",
                    "    networkPolicy:",
                    "        enable: true",
                    "",
                ].join("\n"),
                clusterScheduling: { placement: { clusters: ["host", "member-1"] } },
            }),
        ]);
        assert.equal(run.resources[0]!.type, "kubesphere-network:index:NetworkExtension");
        assert.equal(await valueOf(run.result.installPlanName), "network");
    });

    it("writes an empty list of clusters as a selector of none, which removes the agents", async () => {
        const run = await networkRun({ version: "1.1.0", clusters: [] });
        assert.deepEqual(objects(run), [
            installPlan("net", {
                extension: { name: "network", version: "1.1.0" },
                config: "network:\n    ippool:\n        type: calico\n",
                clusterScheduling: { placement: { clusterSelector: NO_CLUSTER } },
            }),
        ]);
    });

    it("refuses every wrong argument in one error, in its own words", () => {
        assert.throws(
            () => new NetworkExtension("net", { version: "1.1.0", clusters: ["Host"], ippool: { enabled: false } }),
            (error: Error) => {
                assert.match(error.message, /^NetworkExtension "net":\n {2}- 'ippool\.enabled' \(false\)/);
                assert.match(error.message, /'clusters\[0\]' \(Host\)/);
                return true;
            },
        );
    });

    const misspelt = { global: { ippool: { enabld: true } } };
    const said = (property: string): string =>
        `'${property}.global.ippool.enabld' (true) is not a value of the chart of version 1.3.0. Did you mean 'global.ippool.enable'?`;

    for (const [what, args, property] of [
        ["value", { values: misspelt }, "values"],
        ["override", { overrides: { host: misspelt } }, "overrides.host"],
    ] as const) {
        it(`registers nothing with a misspelt key in a ${what}, and says so once`, async () => {
            const messages: string[] = [];
            const run = await networkAttempt({ version: "1.3.0", clusters: ["host"], ...args }, messages);
            assert.deepEqual(objects(run), []);
            assert.deepEqual(messages, [`NetworkExtension "net":\n  - ${said(property)}`]);
        });
    }

    it("is never registered with a misspelt key of a version that comes late", async () => {
        for (const [args, property] of [
            [{ values: misspelt }, "values"],
            [{ overrides: { host: misspelt } }, "overrides.host"],
        ] as const) {
            const version = pulumi.output("1.3.0");
            const run = await recordFailure(
                () => new NetworkExtension("net", { version, clusters: ["host"], ...args }).version,
            );
            assert.equal(run.error.message, `NetworkExtension "net":\n  - ${said(property)}`);
            assert.deepEqual(objects(run), []);
        }
    });

    it("warns once of each key that its version may have, and is registered", async () => {
        const warnings = await warned(async () => {
            const values = { network: { nodeSelector: { a: "b" } } };
            const overrides = { host: { network: { tolerations: [] } } };
            const run = await networkRun({ version: "1.3.0", clusters: ["host"], values, overrides });
            assert.equal(objects(run).length, 1);
        });
        const mayBe =
            "is not among the published values of the chart of version 1.3.0, though its subcharts may have it. See that it takes effect.";
        assert.deepEqual(warnings, [
            `NetworkExtension "net": 'values.network.nodeSelector' ({"a":"b"}) ${mayBe}`,
            `NetworkExtension "net": 'overrides.host.network.tolerations' ([]) ${mayBe}`,
        ]);
    });
});
