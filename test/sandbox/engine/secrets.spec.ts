// SPDX-License-Identifier: Apache-2.0
// A secret on its way through a whole run. How secrets are encrypted is tested with the project and the state.
import assert from "node:assert/strict";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { exportState } from "../../../sandbox/engine/state-exchange";
import { sharedCluster } from "../../support/cluster";
import { Kubectl } from "../../support/kubectl";
import { shown } from "./display/shown";
import { type Ran, removeStacks, TestStack } from "../../support/test-stack";
import { isSecret } from "../../../sandbox/engine/values";

const SECRET = "correct-horse-battery";
const DERIVED = "horse-staple";

describe("Engine: secrets", () => {
    let cluster: ControlPlane;

    before(async () => {
        cluster = await sharedCluster();
    });

    afterEach(removeStacks);

    it("reach the cluster, and nothing else in plain: no event, no display, no file of the state", async () => {
        const stack = await TestStack.create(
            cluster.kubeconfig,
            `
            const given = pulumi.secret("${SECRET}");
            const one = configMap("one", { password: given, plain: "visible" });
            configMap("two", { copy: one.data.apply((data) => data.password), other: "x" });
            const three = configMap("three", { marked: "${DERIVED}" }, { additionalSecretOutputs: ["data"] });
            patch("four", "three", { extra: given }, { dependsOn: [three] });
            const { Secret } = require("@pulumi/kubernetes/core/v1/secret");
            new Secret("five", { metadata: { name: own("five"), namespace: "default" }, stringData: { a: "${SECRET}" } });
            console.log("the program says " + "hello");
            exports.password = given;
            exports.plain = one.data.apply((data) => data.plain);
            `,
        );
        const preview = await stack.succeed("preview");
        const up = await stack.succeed("up");
        const ran = [preview, up];
        const kubectl = await Kubectl.connect(cluster.kubeconfig);
        const live = await kubectl.get("v1", "ConfigMap", stack.own("two"), "default");
        assert.deepEqual(live?.data, { copy: SECRET, other: "x" });
        assert.ok(isSecret(up.outputs["password"]));
        assert.deepEqual(up.said, ["the program says hello"]);

        await kubectl.apply({
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: stack.own("two"), namespace: "default" },
            data: { copy: `${SECRET}-drifted` },
        } as never);
        ran.push(await stack.succeed("refresh"));
        await assertNowhere(stack, ran);
        ran.push(await stack.succeed("up"));
        assert.equal((await stack.succeed("up")).changes.same, 6);
        ran.push(await stack.succeed("destroy", { previewOnly: true }));
        await assertNowhere(stack, ran);

        const exported = await exportState({
            cwd: stack.folder,
            stack: "dev",
            env: { PULUMI_CONFIG_PASSPHRASE: "test" },
        });
        assert.ok(!JSON.stringify(exported).includes(SECRET));
        assert.ok(JSON.stringify(exported).includes("ciphertext"));
    });
});

async function assertNowhere(stack: TestStack, ran: readonly Ran[]): Promise<void> {
    const state = await stack.rawState();
    assert.ok(state.includes("visible") && !state.includes(SECRET), "the state");
    for (const { events } of ran) {
        const text = JSON.stringify(events);
        assert.ok(text.includes("ConfigMap") && !text.includes(SECRET), "events");
        for (const kind of ["json", "diff", "progress"] as const) {
            const output = shown(events, { kind });
            assert.ok(!output.includes(SECRET), `${kind} display`);
        }
    }
}
