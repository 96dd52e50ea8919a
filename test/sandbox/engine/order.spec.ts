// SPDX-License-Identifier: Apache-2.0
// In which order steps run, told by the API server's audit log and by hooks. Does not prove how fast they are.
import assert from "node:assert/strict";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { writesDuring } from "../../support/audit";
import { sharedCluster } from "../../support/cluster";
import { Kubectl, type LiveObject } from "../../support/kubectl";
import { removeStacks, TestStack } from "../../support/test-stack";

describe("Engine: order of steps", () => {
    let cluster: ControlPlane;

    before(async () => {
        cluster = await sharedCluster();
    });

    afterEach(removeStacks);

    it("what depends comes later and goes earlier, by dependsOn, by a property, by its parent's and by a component", async () => {
        const stack = await TestStack.create(
            cluster.kubeconfig,
            `
            const a = pool("a", {});
            const b = pool("b", { nodeSelector: a.metadata.uid.apply(() => "all()") });
            const group = new Group("group", {}, { dependsOn: [b] });
            const c = pool("c", {}, { parent: group });
            group.registerOutputs();
            pool("d", {}, { dependsOn: [group] });
            `,
        );
        await stack.succeed("up");
        const kubectl = await Kubectl.connect(cluster.kubeconfig);
        const pools = (await kubectl.list("crd.projectcalico.org/v1", "IPPool")).filter((pool) =>
            pool.metadata?.name?.startsWith(stack.prefix),
        );
        // Nobody has written since: the version of each is that of its creation.
        const version = (pool: LiveObject): number => Number(pool.metadata?.resourceVersion);
        assert.deepEqual(
            pools.sort((one, other) => version(one) - version(other)).map(({ metadata }) => metadata?.name),
            ["a", "b", "c", "d"].map((name) => stack.own(name)),
        );
        const deleted = await writesDuring(cluster, () => stack.succeed("destroy"));
        assert.deepEqual(
            deleted.map(({ verb, uri }) => `${verb} ${uri.split("/").at(-1) ?? ""}`),
            ["d", "c", "b", "a"].map((name) => `delete ${stack.own(name)}`),
        );
    });

    it("what is independent runs at once, as many as may", async () => {
        const meeting = (count: number): string => `
            let arrived = 0, most = 0;
            const meet = new pulumi.ResourceHook("meet", async () => {
                arrived++; most = Math.max(most, arrived);
                const end = Date.now() + 1000;
                while (arrived < 4 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
                if (most > ${count}) throw new Error("too many at once");
                if (${count} >= 4 && most < 4) throw new Error("only " + most + " at once");
                await new Promise((resolve) => setTimeout(resolve, 20));
                arrived -= ${count} >= 4 ? 0 : 1;
            });
            for (const name of ["a", "b", "c", "d"]) pool(name, {}, { hooks: { beforeCreate: [meet] } });
        `;
        const stack = await TestStack.create(cluster.kubeconfig, meeting(4));
        await stack.succeed("up");
        await stack.succeed("destroy");
        await stack.program(meeting(1));
        await stack.succeed("up", { parallel: 1 });
    });

    it("a resource that another one's failure leaves out is created by the next up", async () => {
        const stack = await TestStack.create(
            cluster.kubeconfig,
            'const a = patch("a", "b", { x: "1" }); configMap("c", {}, { dependsOn: [a] });',
        );
        assert.match(await stack.fail("up"), /does not exist, so there is nothing to patch/);
        await stack.program(`
            const b = configMap("b", {});
            const a = patch("a", "b", { x: "1" }, { dependsOn: [b] });
            configMap("c", {}, { dependsOn: [a] });
        `);
        assert.deepEqual((await stack.succeed("up")).steps, ["create a", "create b", "create c"]);
    });
});
