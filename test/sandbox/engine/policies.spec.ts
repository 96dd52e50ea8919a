// SPDX-License-Identifier: Apache-2.0
// Policy packs in whole runs. How a pack is started and asked is tested with its runner.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { ControlPlane } from "../../../sandbox/control-plane";
import type { PolicyEvent } from "../../../sandbox/engine/model";
import { writesDuring } from "../../support/audit";
import { sharedCluster } from "../../support/cluster";
import { Kubectl } from "../../support/kubectl";
import { type Ran, removeStacks, TestStack } from "../../support/test-stack";

const PACK = { policyPacks: [join(__dirname, "policy", "packs", "rules")] };

describe("Engine: policy packs", () => {
    let cluster: ControlPlane;

    before(async () => {
        cluster = await sharedCluster();
    });

    afterEach(removeStacks);

    it("a preview reports every violation, and an up stops at a mandatory one before the resource is written", async () => {
        const stack = await TestStack.create(
            cluster.kubeconfig,
            'pool("one", { cidr: "172.16.0.0/16" }); pool("two", { cidr: "192.168.0.0/16" }); pool("three", { blockSize: 28 });',
        );
        const preview = await stack.run("preview", PACK);
        assert.equal(preview.result, "failed");
        assert.deepEqual(violations(preview), [
            "advisory max-block-size: 28 is more than 26",
            "mandatory cidr: one has 172.16.0.0/16",
            "mandatory cidr: two has 192.168.0.0/16",
        ]);
        const writes = await writesDuring(cluster, async () => {
            const up = await stack.run("up", { ...PACK, parallel: 1 });
            assert.equal(up.result, "failed");
            assert.ok(violations(up).includes("mandatory cidr: one has 172.16.0.0/16"));
        });
        assert.deepEqual(
            writes.filter(({ uri }) => uri.includes("ippools")),
            [],
        );
    });

    it("a rule that remediates changes what is written, and a replaced resource is told of once", async () => {
        const program = (cidr: string): string => `
            pool("one", { cidr: "${cidr}", blockSize: 28 }, { replaceOnChanges: ["spec.cidr"] }, { name: undefined });
        `;
        const stack = await TestStack.create(cluster.kubeconfig, program("10.1.0.0/16"));
        const up = await stack.run("up", PACK);
        assert.equal(up.result, "succeeded", up.errors.join("\n"));
        const kubectl = await Kubectl.connect(cluster.kubeconfig);
        const [pool] = (await kubectl.list("crd.projectcalico.org/v1", "IPPool")).filter(({ metadata }) =>
            metadata?.name?.startsWith("one-"),
        );
        assert.deepEqual(pool?.metadata?.labels, { owner: "platform" });
        await stack.program(program("10.2.0.0/16"));
        const replaced = await stack.run("up", PACK);
        assert.equal(replaced.changes.replace, 1);
        assert.deepEqual(violations(replaced), ["advisory max-block-size: 28 is more than 26"]);
        await stack.succeed("destroy");
    });
});

function violations({ events }: Ran): string[] {
    const found = events.flatMap((event): PolicyEvent[] => ("policyEvent" in event ? [event.policyEvent] : []));
    return found
        .filter(({ policyName }) => policyName !== "one-pool-a-stack")
        .map(({ enforcementLevel, policyName, message }) => {
            const last =
                message
                    .replaceAll(/<\{%[a-z]+%\}>/g, "")
                    .trimEnd()
                    .split("\n")
                    .at(-1) ?? "";
            return `${enforcementLevel} ${policyName}: ${last.trim()}`;
        })
        .sort();
}
