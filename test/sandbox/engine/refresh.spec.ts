// SPDX-License-Identifier: Apache-2.0
// Changes behind the stack's back, through whole runs. How drift is told from what the server fills in is tested with the provider.
import assert from "node:assert/strict";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { writesDuring } from "../../support/audit";
import { sharedCluster } from "../../support/cluster";
import { Kubectl, type LiveObject } from "../../support/kubectl";
import { removeStacks, TestStack } from "../../support/test-stack";

const CALICO = "crd.projectcalico.org/v1";

describe("Engine: refresh and drift", () => {
    let cluster: ControlPlane;
    let kubectl: Kubectl;

    before(async () => {
        cluster = await sharedCluster();
        kubectl = await Kubectl.connect(cluster.kubeconfig);
    });

    afterEach(removeStacks);

    it("shows what was changed and what is gone, writes nothing, and up repairs both", async () => {
        const stack = await TestStack.create(
            cluster.kubeconfig,
            'pool("one", { nodeSelector: "all()" }); pool("two", {}); configMap("three", {});',
        );
        await stack.succeed("up");
        assert.deepEqual((await stack.succeed("refresh")).changes, { same: 4 });
        await kubectl.apply(pool(stack.own("one"), { nodeSelector: "has(drift)" }), "kubectl-edit");
        await kubectl.delete(CALICO, "IPPool", stack.own("two"));
        assert.deepEqual((await stack.succeed("preview")).steps, []);
        const shown = ["delete two", "update one"];
        const writes = await writesDuring(cluster, async () => {
            assert.deepEqual((await stack.succeed("refresh", { previewOnly: true })).steps, shown);
            const preview = await stack.succeed("preview", { refresh: true });
            assert.deepEqual(preview.changes, { create: 1, same: 2, update: 1 });
            assert.deepEqual((await stack.succeed("refresh")).steps, shown);
            assert.deepEqual((await stack.succeed("refresh")).steps, []);
        });
        assert.deepEqual(writes, []);
        assert.deepEqual((await stack.succeed("up")).steps, ["create two", "update one"]);
        assert.equal((await kubectl.get(CALICO, "IPPool", stack.own("one")))?.spec?.["nodeSelector"], "all()");
        assert.ok(await kubectl.get(CALICO, "IPPool", stack.own("two")));
    });

    it("what another manager holds is a conflict that names it and the way out, which works", async () => {
        const stack = await TestStack.create(cluster.kubeconfig, 'pool("one", { nodeSelector: "all()" });');
        await stack.succeed("up");
        await kubectl.apply(pool(stack.own("one"), { nodeSelector: "has(drift)" }), "rival");
        for (const operation of ["preview", "up"] as const) {
            const message = await stack.fail(operation, { refresh: true });
            assert.match(message, /had an apply conflict:\n {2}- "rival" owns \.spec\.nodeSelector/);
            assert.match(message, /pulumi\.com\/patchForce: "true"/);
        }
        await stack.program(`
            const metadata = { name: own("one"), annotations: { "pulumi.com/patchForce": "true" } };
            pool("one", { nodeSelector: "all()" }, {}, metadata);
        `);
        assert.deepEqual((await stack.succeed("up")).steps, ["update one"]);
        assert.equal((await kubectl.get(CALICO, "IPPool", stack.own("one")))?.spec?.["nodeSelector"], "all()");
    });

    it("a patch whose key somebody else has taken conflicts after a refresh, until patchForce takes it back", async () => {
        const stack = await TestStack.create(cluster.kubeconfig, 'patch("one", "theirs", { ours: "1" });');
        const theirs = (data: Record<string, string>): LiveObject => ({
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: stack.own("theirs"), namespace: "default" },
            data,
        });
        await kubectl.apply(theirs({ a: "1" }));
        await stack.succeed("up");
        await kubectl.apply(theirs({ a: "1", ours: "2" }), "rival");
        assert.deepEqual((await stack.succeed("up")).steps, []);
        assert.match(await stack.fail("up", { refresh: true }), /"rival" owns \.data\.ours/);
        await stack.program(`
            new ConfigMapPatch("one", { metadata: { name: own("theirs"), namespace: "default",
                annotations: { "pulumi.com/patchForce": "true" } }, data: { ours: "1" } });
        `);
        await stack.succeed("up", { refresh: true });
        const live = await kubectl.get("v1", "ConfigMap", stack.own("theirs"), "default");
        assert.deepEqual(live?.data, { a: "1", ours: "1" });
        await stack.succeed("destroy");
        const left = await kubectl.get("v1", "ConfigMap", stack.own("theirs"), "default");
        assert.deepEqual(left?.data, { a: "1" });
    });
});

function pool(name: string, spec: Record<string, unknown>): LiveObject {
    return {
        apiVersion: CALICO,
        kind: "IPPool",
        metadata: { name },
        spec: { cidr: "10.9.0.0/24", ...spec },
    };
}
