// SPDX-License-Identifier: Apache-2.0
// The plugin as a process of its own, through its protocol. Not covered: the CLI that starts it, and the SDKs that the
// CLI makes of its schema.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { version } from "../../package.json";
import { describeOnControlPlane, fresh } from "./support/on-control-plane";
import { answers, pluginGone, pluginProgram } from "./support/plugin-program";

const CALICO = "crd.projectcalico.org/v1";

describeOnControlPlane("The plugin for other languages", (cluster) => {
    const construct = (type: string, name: string, args: string) =>
        pluginProgram(`await plugin.construct("${type}", "${name}", ${args});`);

    it("tells the version and the schema of this repository", async () => {
        const stack = await cluster().stack(
            pluginProgram("return { version: await plugin.version(), schema: await plugin.schema() };"),
        );
        const { outputs } = await stack.succeed("up");
        assert.equal(outputs.version, version);
        const committed: unknown = JSON.parse(readFileSync(resolve(__dirname, "../../schema.json"), "utf8"));
        assert.deepEqual(JSON.parse(outputs.schema as string), committed);
        await pluginGone(stack);
    });

    it("stops updates and deletions by the hooks that it registered", async () => {
        const name = fresh("pool");
        const pool = () => cluster().kubectl.get(CALICO, "IPPool", name);
        const guarded = (cidr: string) => construct("IPPool", name, `{ cidr: "${cidr}", guardDeletion: true }`);
        const stack = await cluster().stack(guarded("10.124.0.0/20"));
        await stack.succeed("up");
        await stack.program(guarded("10.125.0.0/20"));
        const changed = `IPPool "${name}":\n  - 'cidr' must stay 10.124.0.0/20. It was changed to 10.125.0.0/20.\n`;
        assert.equal((await stack.refused("preview")).slice(0, changed.length), changed);

        await stack.program(guarded("10.124.0.0/20"));
        const block = {
            apiVersion: CALICO,
            kind: "IPAMBlock",
            metadata: { name: "10-124-0-0-26" },
            spec: { cidr: "10.124.0.0/26", allocations: [0], attributes: [], unallocated: [] },
        };
        await cluster().kubectl.apply(block);
        try {
            const inUse = new RegExp(`^IPPool "${name}" must not be deleted while addresses of 10\\.124\\.0\\.0/20`);
            assert.match(await stack.refused("destroy", { runProgram: true }), inUse);
            assert.ok(await pool());
        } finally {
            await cluster().kubectl.delete(CALICO, "IPAMBlock", "10-124-0-0-26");
        }
        await stack.succeed("destroy", { runProgram: true });
        assert.equal(await pool(), undefined);
        await pluginGone(stack);
    });

    const HOST_BITS =
        "IPPool \"bad\":\n  - 'cidr' (10.126.0.1/20) must have no bits set after the prefix. Did you mean 10.126.0.0/20?";
    const NOT_PROMPT =
        "NetworkPlatform \"bad\":\n  - 'spec' must be known when the program runs, without Outputs. " +
        "Use the components of the single objects for what comes later.";
    const AT_ONCE = construct("IPPool", "bad", '{ cidr: "10.126.0.1/20" }');
    const LATE = construct("IPPool", "bad", '{ cidr: knownLate("10.126.0.1/20") }');
    const INSIDE = construct("NetworkPlatform", "bad", '{ spec: { pools: { a: { cidr: knownLate("10.0.0.0/8") } } } }');

    for (const [what, operation, program, message] of [
        ["a bad argument", "preview", AT_ONCE, HOST_BITS],
        ["a bad argument that comes late", "up", LATE, HOST_BITS],
        ["an output where there can be none", "preview", INSIDE, NOT_PROMPT],
    ] as const) {
        it(`fails with the component's message and registers no object (${operation}) for ${what}`, async () => {
            const stack = await cluster().stack(program);
            const { succeeded, errors, registered } = await stack.run(operation);
            assert.deepEqual(await answers(stack), { bad: message });
            // Pulumi's host for plugins tells a late error as well, once or twice.
            assert.deepEqual([succeeded, [...new Set(errors)]], [false, [message]]);
            assert.deepEqual(
                registered.filter((each) => each.includes("$kubernetes:")),
                [],
            );
            await pluginGone(stack);
        });
    }

    it("knows of the other components that the same program has it construct", async () => {
        const stack = await cluster().stack(
            pluginProgram(`
    await plugin.construct("IPPool", "one", { cidr: "10.127.0.0/20" });
    await plugin.construct("IPPool", "two", { cidr: "10.127.8.0/24" });`),
        );
        assert.match(await stack.refused("preview"), /^IPPool "two":\n {2}- 'cidr' \(10\.127\.8\.0\/24\) .*"one"/);
    });

    it("reads the cluster of a provider that the program hands over, in previews too", async () => {
        const name = fresh("pool");
        const stack = await cluster().stack(
            // Nothing else says which cluster is meant.
            "delete process.env.KUBECONFIG;\n" +
                pluginProgram(`
    const { Provider } = require("@pulumi/kubernetes/provider");
    const kubernetes = new Provider("cluster", { kubeconfig: ${JSON.stringify(cluster().kubeconfig)} });
    await plugin.construct("Extension", "apps", { extension: "openpitrix", version: "2.0.2" }, { kubernetes });
    await plugin.construct("IPPool", "${name}", { cidr: "10.119.0.0/20", guardDeletion: true }, { kubernetes });`),
        );
        assert.doesNotMatch((await stack.succeed("preview")).messages.join("\n"), /looked at/);
        await stack.succeed("up");
        assert.deepEqual(await answers(stack), {
            apps: {
                installPlanName: "openpitrix",
                version: "2.0.2",
                state: "Installed",
                targetNamespace: "extension-openpitrix",
                effectiveConfig: {},
            },
            [name]: { poolName: name, cidr: "10.119.0.0/20" },
        });
        await stack.succeed("destroy", { runProgram: true });
        assert.equal(await cluster().kubectl.get(CALICO, "IPPool", name), undefined);
    });
});
