// SPDX-License-Identifier: Apache-2.0
// Resource options, each against a real API server. Hooks, transforms and dependencies have files of their own.
import assert from "node:assert/strict";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { writesDuring } from "../../support/audit";
import { sharedCluster } from "../../support/cluster";
import { Kubectl, type LiveObject } from "../../support/kubectl";
import { removeStacks, TestStack } from "../../support/test-stack";

describe("Engine: resource options", () => {
    let cluster: ControlPlane;
    let kubectl: Kubectl;

    before(async () => {
        cluster = await sharedCluster();
        kubectl = await Kubectl.connect(cluster.kubeconfig);
    });

    afterEach(removeStacks);

    const stackOf = (program: string): Promise<TestStack> => TestStack.create(cluster.kubeconfig, program);
    const live = (stack: TestStack, name: string): Promise<LiveObject | undefined> =>
        kubectl.get("v1", "ConfigMap", stack.own(name), "default");

    const livePool = (stack: TestStack, name: string): Promise<LiveObject | undefined> =>
        kubectl.get("crd.projectcalico.org/v1", "IPPool", stack.own(name));

    it("protect: deletes nothing at all while one of the doomed is protected, and says how to go on", async () => {
        const stack = await stackOf(`
            configMap("kept", {}, { protect: true });
            configMap("other", {});
        `);
        await stack.succeed("up");
        const kept = /kept cannot be deleted because it is protected. To unprotect it, remove `protect`/;
        await stack.program("");
        const writes = await writesDuring(cluster, async () => {
            assert.match(await stack.fail("preview"), kept);
            assert.match(await stack.fail("up"), kept);
            assert.match(await stack.fail("destroy"), kept);
        });
        assert.deepEqual(writes, []);
        await stack.program(`
            configMap("kept", {}, { protect: true }, { name: own("moved") });
            configMap("other", {});
        `);
        assert.match(await stack.fail("up"), /kept cannot be replaced because it is protected/);
        assert.ok(await live(stack, "kept"));

        await stack.program('configMap("kept", {}); configMap("other", {});');
        assert.deepEqual((await stack.succeed("up")).steps, []);
        assert.deepEqual((await stack.succeed("destroy")).changes, { delete: 3 });
    });

    it("ignoreChanges: leaves the property as it is in the cluster, and everything else not", async () => {
        const program = (a: string, b: string): string =>
            `pool("one", { cidr: "10.${a}.0.0/16", nodeSelector: "${b}" }, { ignoreChanges: ["spec.cidr"] });`;
        const stack = await stackOf(program("1", "all()"));
        await stack.succeed("up");
        await stack.program(program("2", "all()"));
        assert.deepEqual((await stack.succeed("up")).steps, []);
        await stack.program(program("2", "has(x)"));
        assert.deepEqual((await stack.succeed("up")).steps, ["update one"]);
        const { cidr, nodeSelector } = (await livePool(stack, "one"))?.spec ?? {};
        assert.deepEqual({ cidr, nodeSelector }, { cidr: "10.1.0.0/16", nodeSelector: "has(x)" });
    });

    it("replaceOnChanges and deleteBeforeReplace: replaces in the order asked for", async () => {
        const program = (value: string): string => `
            const spec = { nodeSelector: "${value}" };
            const replaceOnChanges = ["spec.nodeSelector"];
            pool("first", spec, { replaceOnChanges });
            pool("auto", spec, { replaceOnChanges, deleteBeforeReplace: false }, {});
            pool("gone", spec, { replaceOnChanges, deleteBeforeReplace: true }, {});
            pool("plain", spec, { replaceOnChanges: ["spec.blockSize"] });
        `;
        const stack = await stackOf(program("all()"));
        await stack.succeed("up");
        await stack.program(program("has(x)"));
        const up = await stack.succeed("up");
        assert.deepEqual(up.changes, { same: 1, replace: 3, update: 1 });
        const order = up.events.flatMap((event) =>
            "resOutputsEvent" in event ? [event.resOutputsEvent.metadata] : [],
        );
        const of = (name: string): string[] => order.filter(({ urn }) => urn.endsWith(`::${name}`)).map(({ op }) => op);
        assert.deepEqual(of("first"), ["delete-replaced", "create-replacement", "replace"]);
        assert.deepEqual(of("auto"), ["create-replacement", "replace", "delete-replaced"]);
        assert.deepEqual(of("gone"), ["delete-replaced", "create-replacement", "replace"]);
        assert.equal((await livePool(stack, "first"))?.spec?.["nodeSelector"], "has(x)");
        await stack.succeed("destroy");
    });

    it("retainOnDelete and deletedWith: forgets the resource and deletes no object", async () => {
        const stack = await stackOf(`
            configMap("retained", {}, { retainOnDelete: true });
            const owner = configMap("owner", {});
            configMap("companion", {}, { deletedWith: owner });
        `);
        await stack.succeed("up");
        const writes = await writesDuring(cluster, () => stack.succeed("destroy"));
        assert.deepEqual(
            writes.map(({ verb, uri }) => `${verb} ${uri.split("/").at(-1) ?? ""}`),
            [`delete ${stack.own("owner")}`],
        );
        assert.ok(await live(stack, "retained"));
        assert.ok(await live(stack, "companion"));
        assert.deepEqual((await stack.succeed("destroy")).changes, {});
    });

    it("customTimeouts: gives up a delete that a finalizer holds, names it, and ends it in the next run", async () => {
        const stack = await stackOf(
            'configMap("held", {}, { customTimeouts: { delete: "1s" } }, { finalizers: ["example.com/held"] });',
        );
        await stack.succeed("up");
        assert.match(
            await stack.fail("destroy"),
            /ConfigMap "default\/.*held" is not gone 1 seconds after its deletion: its finalizers remain: example.com\/held/,
        );
        await kubectl.removeFinalizers("v1", "ConfigMap", stack.own("held"), "default");
        assert.deepEqual((await stack.succeed("destroy")).changes, { delete: 2 });
    });

    it("import: takes an object over that is as the program says, and refuses one that differs", async () => {
        const program = (value: string): string =>
            `configMap("one", { a: "${value}" }, { import: "default/" + own("one") });`;
        const stack = await stackOf(program("2"));
        const metadata = { name: stack.own("one"), namespace: "default" };
        await kubectl.apply({ apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "1" } } as LiveObject);
        const uid = (await live(stack, "one"))?.metadata?.uid;
        assert.match(
            await stack.fail("preview"),
            /'import' \(default\/.*one\): the program differs from the object at data.a/,
        );
        await stack.program(program("1"));
        await stack.succeed("up");
        assert.equal((await live(stack, "one"))?.metadata?.uid, uid);
        await stack.program('configMap("one", { a: "1" }, {}, { labels: { b: "c" } });');
        assert.deepEqual((await stack.succeed("up")).steps, ["update one"]);
        await stack.program('configMap("none", {}, { import: "default/" + own("none") });');
        assert.match(
            await stack.fail("up"),
            /'import' \(default\/.*none\): no such kubernetes:core\/v1:ConfigMap exists/,
        );
    });

    it("aliases: a renamed component and its children are the same as before", async () => {
        const stack = await stackOf(`
            const group = new Group("old");
            configMap("old-one", { a: "1" }, { parent: group }, { name: own("one") });
            pool("two", {}, { parent: group });
        `);
        await stack.succeed("up");
        await stack.program(`
            const group = new Group("new", {}, { aliases: [{ name: "old" }] });
            configMap("new-one", { a: "1" }, { parent: group }, { name: own("one") });
            pool("two", {}, { parent: group });
        `);
        const writes = await writesDuring(cluster, async () => {
            assert.deepEqual((await stack.succeed("preview")).changes, { same: 4 });
            assert.deepEqual((await stack.succeed("up")).changes, { same: 4 });
        });
        assert.deepEqual(writes, []);
        await stack.program(`
            pool("two", {}, { aliases: [{ parent: "urn:pulumi:dev::probe::probe:index:Group::new" }] });
        `);
        assert.deepEqual((await stack.succeed("up")).steps, ["delete new", "delete new-one"]);
    });

    it("transforms: the resource's own, its parent's and the stack's, from the inside out", async () => {
        const stack = await stackOf(`
            const add = (letter) => async ({ props, opts, type }) => type !== "kubernetes:core/v1:ConfigMap" ? undefined :
                ({ props: { ...props, data: { ...props.data, order: (props.data.order ?? "") + letter } }, opts });
            pulumi.runtime.registerResourceTransform(add("c"));
            const group = new Group("group", {}, { transforms: [add("b")] });
            configMap("one", {}, { parent: group, transforms: [add("a")] });
            configMap("two", {}, { transforms: [async ({ props, opts }) =>
                ({ props, opts: pulumi.mergeOptions(opts, { protect: true }) })] });
        `);
        await stack.succeed("up");
        assert.deepEqual((await live(stack, "one"))?.data, { order: "abc" });
        assert.deepEqual((await live(stack, "two"))?.data, { order: "c" });
        assert.match(await stack.fail("destroy"), /two cannot be deleted because it is protected/);
    });

    it("get: reads somebody else's object, fails where there is none, and never deletes it", async () => {
        const stack = await stackOf(`
            const theirs = ConfigMap.get("theirs", "default/" + own("theirs"));
            configMap("mine", { copy: theirs.data.apply((data) => data.a) });
        `);
        assert.match(
            await stack.fail("up"),
            /The resource 'default\/.*theirs' \(kubernetes:core\/v1:ConfigMap\) does not exist/,
        );
        const metadata = { name: stack.own("theirs"), namespace: "default" };
        await kubectl.apply({ apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "1" } } as LiveObject);
        const up = await stack.succeed("up");
        assert.deepEqual(up.steps, ["create mine", "read theirs"]);
        assert.deepEqual((await live(stack, "mine"))?.data, { copy: "1" });
        await stack.program('configMap("mine", { copy: "1" });');
        assert.deepEqual((await stack.succeed("up")).steps, ["discard theirs"]);
        assert.ok(await live(stack, "theirs"));
    });
});
