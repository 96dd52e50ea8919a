// SPDX-License-Identifier: Apache-2.0
// A stack from its first preview to its end, on a real API server. Does not prove what single resource options do.
import assert from "node:assert/strict";
import type { ControlPlane } from "../../../sandbox/control-plane";
import type { StepMetadata } from "../../../sandbox/engine/model";
import { writesDuring } from "../../support/audit";
import { sharedCluster } from "../../support/cluster";
import { Kubectl } from "../../support/kubectl";
import { type Ran, removeStacks, TestStack } from "../../support/test-stack";

const CALICO = "crd.projectcalico.org/v1";

describe("Engine: the life of a stack", () => {
    let cluster: ControlPlane;
    let kubectl: Kubectl;

    before(async () => {
        cluster = await sharedCluster();
        kubectl = await Kubectl.connect(cluster.kubeconfig);
    });

    afterEach(removeStacks);

    it("creates, changes, replaces, patches and deletes exactly what the program says, and previews write nothing", async () => {
        const stack = await TestStack.create(
            cluster.kubeconfig,
            `
            const group = new Group("group");
            const one = pool("one", { cidr: "10.1.0.0/24" }, { parent: group });
            configMap("named", { cidr: one.spec.cidr }, { parent: group });
            configMap("auto", { a: "1" }, {}, { name: undefined });
            group.registerOutputs({ cidr: one.spec.cidr });
            module.exports = { name: one.metadata.name, list: [1, { two: true }], nothing: undefined };
            `,
        );
        await kubectl.apply(configMap(stack.own("foreign"), { theirs: "1" }));
        const previewed: Ran[] = [];
        const silent = async (): Promise<void> => {
            const writes = await writesDuring(cluster, async () => previewed.push(await stack.succeed("preview")));
            assert.deepEqual(writes, []);
        };

        await silent();
        const created = ["create auto", "create group", "create named", "create one", "create probe-dev"];
        assert.deepEqual(previewed[0]?.steps, created);
        const up = await stack.succeed("up");
        assert.deepEqual(up.steps, created);
        assert.deepEqual(up.changes, { create: 5 });
        assert.deepEqual(up.outputs, { name: stack.own("one"), list: [1, { two: true }] });
        const live = await kubectl.get(CALICO, "IPPool", stack.own("one"));
        assert.deepEqual(live?.spec, { ...DEFAULTS, cidr: "10.1.0.0/24", natOutgoing: true });
        const named = await kubectl.get("v1", "ConfigMap", stack.own("named"), "default");
        assert.deepEqual(named?.data, { cidr: "10.1.0.0/24" });
        assert.deepEqual(
            typesOf(up),
            [
                "kubernetes:core/v1:ConfigMap",
                "probe:index:Group",
                "probe:index:Group$kubernetes:core/v1:ConfigMap",
                `probe:index:Group$kubernetes:${CALICO}:IPPool`,
                "pulumi:pulumi:Stack",
            ].sort(),
        );

        const again = await writesDuring(cluster, async () => {
            const same = await stack.succeed("up");
            assert.deepEqual(same.steps, []);
            assert.deepEqual(same.changes, { same: 5 });
        });
        assert.deepEqual(again, []);

        const auto = nameOf(up, "auto");
        await stack.program(`
            const group = new Group("group");
            const one = pool("one", { cidr: "10.1.0.0/24", natOutgoing: false }, { parent: group });
            configMap("auto", { a: "1" }, { replaceOnChanges: ["data"] }, { name: undefined, annotations: { x: "y" } });
            configMap("named2", {}, {}, { name: own("named") + "-2" });
            patch("patched", "foreign", { ours: "1" });
            new ConfigMap("late", { metadata: { name: own("late"), namespace: "default" }, immutable: true, data: { a: "1" } });
        `);
        await silent();
        const changed = [
            "create late",
            "create named2",
            "create patched",
            "delete named",
            "update auto",
            "update one",
        ].sort();
        assert.deepEqual(previewed[1]?.steps, changed);
        assert.deepEqual((await stack.succeed("up")).steps, changed);
        const foreign = await kubectl.get("v1", "ConfigMap", stack.own("foreign"), "default");
        assert.deepEqual(foreign?.data, { ours: "1", theirs: "1" });

        await stack.program(`
            const group = new Group("group");
            const one = pool("one", { cidr: "10.1.0.0/24", natOutgoing: false }, { parent: group });
            configMap("auto", { a: "2" }, { replaceOnChanges: ["data"] }, { name: undefined, annotations: { x: "y" } });
            new ConfigMap("late", { metadata: { name: own("late"), namespace: "default" }, immutable: true, data: { a: "2" } });
        `);
        await silent();
        const replaced = await stack.succeed("up");
        const replacing = [
            "create-replacement auto",
            "create-replacement late",
            "delete named2",
            "delete patched",
            "delete-replaced auto",
            "delete-replaced late",
            "replace auto",
            "replace late",
        ];
        assert.deepEqual(previewed[2]?.steps, replacing);
        assert.deepEqual(replaced.steps, replacing);
        assert.deepEqual(replaced.changes, { same: 3, delete: 2, replace: 2 });
        assert.deepEqual((await kubectl.get("v1", "ConfigMap", stack.own("late"), "default"))?.data, { a: "2" });
        const left = await kubectl.get("v1", "ConfigMap", stack.own("foreign"), "default");
        assert.deepEqual(left?.data, { theirs: "1" });
        assert.equal(await kubectl.get("v1", "ConfigMap", auto, "default"), undefined);

        await silent();
        assert.deepEqual(previewed[3]?.steps, []);
        const written = await writesDuring(cluster, async () => {
            await stack.succeed("destroy", { previewOnly: true });
        });
        assert.deepEqual(written, []);
        const destroyed = await stack.succeed("destroy");
        assert.deepEqual(
            destroyed.steps,
            ["delete auto", "delete group", "delete late", "delete one", "delete probe-dev"].sort(),
        );
        const names = [...(await kubectl.list("v1", "ConfigMap")), ...(await kubectl.list(CALICO, "IPPool"))]
            .map(({ metadata }) => metadata?.name ?? "")
            .filter((name) => name.startsWith(stack.prefix) || name === nameOf(replaced, "auto"));
        assert.deepEqual(names, [stack.own("foreign")]);
    });

    it("brings three hundred resources of one component up, and finds nothing to do then", async () => {
        const stack = await TestStack.create(
            cluster.kubeconfig,
            `
            const group = new Group("group");
            for (let i = 0; i < 300; i++) pool("p" + i, { cidr: \`10.\${i >> 8}.\${i & 255}.0/24\` }, { parent: group });
            `,
        );
        assert.deepEqual((await stack.succeed("up")).changes, { create: 302 });
        assert.deepEqual((await stack.succeed("preview")).changes, { same: 302 });
        const pools = (await kubectl.list(CALICO, "IPPool")).filter((pool) =>
            pool.metadata?.name?.startsWith(stack.prefix),
        );
        assert.equal(pools.length, 300);
        assert.deepEqual((await stack.succeed("destroy")).changes, { delete: 302 });
    });
});

/** What the API server fills in. */
const DEFAULTS = { assignmentMode: "Automatic", nodeSelector: "all()" };

function configMap(name: string, data: Record<string, string>): Parameters<Kubectl["apply"]>[0] {
    return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "default" }, data } as never;
}

function finished(ran: Ran): StepMetadata[] {
    return ran.events.flatMap((event) => ("resOutputsEvent" in event ? [event.resOutputsEvent.metadata] : []));
}

function typesOf(ran: Ran): string[] {
    return [...new Set(finished(ran).map(({ urn }) => urn.split("::")[2] ?? ""))].sort();
}

/** Name in the cluster of a resource that a run has created. */
function nameOf(ran: Ran, name: string): string {
    const step = finished(ran).find(({ urn, op }) => urn.endsWith(`::${name}`) && op.startsWith("create"));
    return (step?.new?.id ?? "").replace("default/", "");
}
