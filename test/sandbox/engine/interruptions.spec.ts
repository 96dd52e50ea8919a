// SPDX-License-Identifier: Apache-2.0
// Runs that are disturbed: by the user, by another run, by an API server that goes away. Killed engines are in kill.spec.ts.
import assert from "node:assert/strict";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { exportState, importState } from "../../../sandbox/engine/state-exchange";
import { integrityProblems } from "../../../sandbox/engine/state/integrity";
import { sharedCluster } from "../../support/cluster";
import { Kubectl } from "../../support/kubectl";
import { removeStacks, TestStack } from "../../support/test-stack";

const POOLS = 150;
const MANY = `for (let i = 0; i < ${POOLS}; i++) pool("p" + i, { cidr: \`10.\${i >> 8}.\${i & 255}.0/24\` });`;

describe("Engine: disturbed runs", () => {
    let cluster: ControlPlane;
    let kubectl: Kubectl;

    before(async () => {
        cluster = await sharedCluster();
        kubectl = await Kubectl.connect(cluster.kubeconfig);
    });

    afterEach(removeStacks);

    const poolsOf = async (stack: TestStack): Promise<number> =>
        (await kubectl.list("crd.projectcalico.org/v1", "IPPool")).filter(({ metadata }) =>
            metadata?.name?.startsWith(stack.prefix),
        ).length;

    it("an up goes on when the API server is stopped and started again in the middle", async () => {
        const stack = await TestStack.create(cluster.kubeconfig, MANY);
        let finished = 0;
        let restart: Promise<void> | undefined;
        const up = await stack.succeed("up", {
            parallel: 8,
            onEvent: (event) => {
                finished += "resOutputsEvent" in event ? 1 : 0;
                if (finished === 20) {
                    restart ??= cluster.stopApiServer().then(() => cluster.startApiServer());
                }
            },
        });
        await restart;
        assert.ok(restart, "the API server was stopped");
        assert.deepEqual(up.changes, { create: POOLS + 1 });
        assert.equal(await poolsOf(stack), POOLS);
        assert.deepEqual((await stack.succeed("preview")).steps, []);
        await stack.succeed("destroy");
        assert.equal(await poolsOf(stack), 0);
    });

    it("a run that the user stops ends what it has begun and nothing else; the next one does the rest", async () => {
        const stack = await TestStack.create(cluster.kubeconfig, MANY);
        const stop = new AbortController();
        let finished = 0;
        const stopped = await stack.run("up", {
            parallel: 4,
            signal: stop.signal,
            onEvent: (event) => {
                finished += "resOutputsEvent" in event ? 1 : 0;
                if (finished === 10) {
                    stop.abort();
                }
            },
        });
        assert.equal(stopped.result, "canceled");
        assert.deepEqual(stopped.errors, []);
        const made = stopped.changes.create ?? 0;
        assert.ok(made >= 10 && made < POOLS, `${made} were created`);
        // The stack itself is told of only if its outputs came before the stop.
        assert.equal(await poolsOf(stack), stopped.steps.filter((step) => /^create p\d+$/.test(step)).length);
        const next = await stack.succeed("up");
        assert.equal(next.said.filter((text) => text.includes("cut short")).length, 0);
        assert.equal(await poolsOf(stack), POOLS);
        const already = new AbortController();
        already.abort();
        const never = await stack.run("destroy", { signal: already.signal });
        assert.deepEqual([never.result, never.steps], ["canceled", []]);
        await stack.succeed("destroy");
    });

    it("of two runs at once the second is refused, and the first does not notice", async () => {
        const stack = await TestStack.create(
            cluster.kubeconfig,
            `
            const { existsSync, writeFileSync } = require("fs");
            const wait = new pulumi.ResourceHook("wait", async () => {
                writeFileSync("waiting", "");
                while (!existsSync("go")) await new Promise((resolve) => setTimeout(resolve, 10));
            });
            pool("one", {}, { hooks: { afterCreate: [wait] } });
            `,
        );
        let second: Promise<unknown> | undefined;
        const first = await stack.succeed("up", {
            onEvent: (event) => {
                if (second === undefined && "resourcePreEvent" in event) {
                    second = assert
                        .rejects(
                            stack.run("up"),
                            /The state in .* is in use by process \d+ .*Wait for it, or stop it\./,
                        )
                        .finally(() => stack.file("go", ""));
                }
            },
        });
        await second;
        assert.deepEqual(first.steps, ["create one", "create probe-dev"]);
        assert.deepEqual((await stack.succeed("up")).steps, []);
    });

    it("an exported state is what `pulumi stack import` takes, and imported again it finds nothing to do", async () => {
        const stack = await TestStack.create(
            cluster.kubeconfig,
            `
            const group = new Group("group");
            const one = pool("one", {}, { parent: group });
            configMap("two", { a: pulumi.secret("hidden"), b: one.metadata.name }, { dependsOn: [group] });
            exports.secret = pulumi.secret("hidden");
            `,
        );
        await stack.succeed("up");
        const place = { cwd: stack.folder, stack: "dev", env: { PULUMI_CONFIG_PASSPHRASE: "test" } };
        const { deployment } = await exportState(place);
        assert.deepEqual(integrityProblems(deployment.deployment.resources ?? []), []);
        const empty = { version: 3, deployment: { ...deployment.deployment, resources: [] } };
        assert.equal(await importState({ ...place, json: JSON.stringify(empty) }), 0);
        assert.equal((await stack.succeed("preview")).changes.create, 4);
        await importState({ ...place, json: JSON.stringify(deployment) });
        assert.deepEqual((await stack.succeed("preview")).changes, { same: 4 });
        assert.deepEqual((await stack.succeed("refresh")).changes, { same: 4 });
        await stack.succeed("destroy");
    });
});
