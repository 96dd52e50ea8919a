// SPDX-License-Identifier: Apache-2.0
// Which cluster and namespace a resource goes to. What a provider's settings mean is tested with the provider.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { sharedCluster } from "../../support/cluster";
import { Kubectl } from "../../support/kubectl";
import { removeStacks, TestStack } from "../../support/test-stack";

describe("Engine: providers", () => {
    let cluster: ControlPlane;

    before(async () => {
        cluster = await sharedCluster();
    });

    afterEach(removeStacks);

    it("serve by kubeconfig text and path, context, namespace and the stack's configuration, and reach a component's children", async () => {
        const text = await readFile(cluster.kubeconfig, "utf8");
        const stack = await TestStack.create(
            "/nowhere/kubeconfig",
            `
            const text = new Provider("text", { kubeconfig: ${JSON.stringify(text)}, namespace: "kube-public" });
            const path = new Provider("path", { kubeconfig: ${JSON.stringify(cluster.kubeconfig)}, context: "KNOWN" });
            configMap("one", {}, { provider: text }, { namespace: undefined });
            configMap("two", {}, { provider: path }, { namespace: undefined });
            const group = new Group("group", {}, { providers: { kubernetes: text } });
            configMap("three", {}, { parent: group }, { namespace: undefined });
            `.replace("KNOWN", /current-context: "?([^"\n]+)/.exec(text)?.[1] ?? ""),
        );
        const up = await stack.succeed("up");
        assert.deepEqual(up.steps, [
            "create group",
            "create one",
            "create path",
            "create probe-dev",
            "create text",
            "create three",
            "create two",
        ]);
        const kubectl = await Kubectl.connect(cluster.kubeconfig);
        assert.ok(await kubectl.get("v1", "ConfigMap", stack.own("one"), "kube-public"));
        assert.ok(await kubectl.get("v1", "ConfigMap", stack.own("two"), "default"));
        assert.ok(await kubectl.get("v1", "ConfigMap", stack.own("three"), "kube-public"));
        assert.deepEqual((await stack.succeed("up")).steps, []);
        assert.deepEqual((await stack.succeed("destroy")).changes, { delete: 7 });

        await stack.program('configMap("four", {}, {}, { namespace: undefined });');
        assert.match(await stack.fail("up"), /kubeconfig/);
        await stack.file(
            "Pulumi.dev.yaml",
            `config: { kubernetes:kubeconfig: ${JSON.stringify(cluster.kubeconfig)}, kubernetes:namespace: kube-public }\n`,
        );
        await stack.succeed("up");
        assert.ok(await kubectl.get("v1", "ConfigMap", stack.own("four"), "kube-public"));
    });

    it("refuse a context that the kubeconfig lacks and a setting that the sandbox does not have", async () => {
        const stack = await TestStack.create(
            cluster.kubeconfig,
            'configMap("one", {}, { provider: new Provider("p", { context: "nobody" }) });',
        );
        assert.match(await stack.fail("preview"), /nobody/);
        await stack.program('configMap("one", {}, { provider: new Provider("p", { renderYamlToDirectory: "out" }) });');
        assert.match(
            await stack.fail("preview"),
            /'renderYamlToDirectory' \(out\) is not supported by the sandbox engine/,
        );
    });

    it("an object moves with its provider: made anew in the other cluster or namespace, deleted in the first", async () => {
        const program = (namespace: string): string =>
            `configMap("one", {}, { provider: new Provider("p", { namespace: "${namespace}" }) }, { namespace: undefined });`;
        const stack = await TestStack.create(cluster.kubeconfig, program("default"));
        await stack.succeed("up");
        await stack.program(program("kube-public"));
        assert.deepEqual((await stack.succeed("up")).changes.replace, 1);
        const kubectl = await Kubectl.connect(cluster.kubeconfig);
        assert.ok(await kubectl.get("v1", "ConfigMap", stack.own("one"), "kube-public"));
        assert.equal(await kubectl.get("v1", "ConfigMap", stack.own("one"), "default"), undefined);
    });
});
