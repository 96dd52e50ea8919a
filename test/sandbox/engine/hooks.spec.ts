// SPDX-License-Identifier: Apache-2.0
// Resource hooks through a whole run, against what Pulumi's own engine was measured to do. Does not prove what the SDK refuses itself.
import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { writesDuring } from "../../support/audit";
import { sharedCluster } from "../../support/cluster";
import { Kubectl } from "../../support/kubectl";
import { removeStacks, TestStack } from "../../support/test-stack";

/** Hooks that write down that they ran, and with what. */
const NOTING = `
    const { appendFileSync } = require("fs");
    const note = (kind, options) => new pulumi.ResourceHook(kind, async (args) => appendFileSync("notes.jsonl", JSON.stringify({
        kind, name: args.name, id: args.id, old: args.oldInputs?.spec?.nodeSelector, new: args.newInputs?.spec?.nodeSelector,
        outputs: args.newOutputs?.spec?.assignmentMode }) + "\\n"), options);
    const kinds = ["beforeCreate", "afterCreate", "beforeUpdate", "afterUpdate", "beforeDelete", "afterDelete"];
    const noted = (options) => Object.fromEntries(kinds.map((kind) => [kind, [note(kind, options)]]));
`;

describe("Engine: resource hooks", () => {
    let cluster: ControlPlane;
    let kubectl: Kubectl;

    before(async () => {
        cluster = await sharedCluster();
        kubectl = await Kubectl.connect(cluster.kubeconfig);
    });

    afterEach(removeStacks);

    const stackOf = (program: string): Promise<TestStack> => TestStack.create(cluster.kubeconfig, program);
    const exists = async (stack: TestStack, name: string): Promise<boolean> =>
        (await kubectl.get("crd.projectcalico.org/v1", "IPPool", stack.own(name))) !== undefined;

    it("run in their order around each step, see both sides, and stay out of previews that they are not for", async () => {
        const program = (selector: string): string =>
            `${NOTING} const hooks = noted({}); pool("one", { nodeSelector: "${selector}" }, { hooks });`;
        const stack = await stackOf(program("all()"));
        await stack.succeed("preview");
        assert.deepEqual(await notes(stack), []);
        await stack.succeed("up");
        const id = stack.own("one");
        assert.deepEqual(await notes(stack), [
            { kind: "beforeCreate", name: "one", id: "", new: "all()" },
            { kind: "afterCreate", name: "one", id, new: "all()", outputs: "Automatic" },
        ]);
        await stack.succeed("up");
        assert.deepEqual(await notes(stack), []);
        await stack.program(program("has(x)"));
        await stack.succeed("up");
        assert.deepEqual(await notes(stack), [
            { kind: "beforeUpdate", name: "one", id, old: "all()", new: "has(x)" },
            { kind: "afterUpdate", name: "one", id, old: "all()", new: "has(x)", outputs: "Automatic" },
        ]);
        assert.match(
            await stack.fail("destroy"),
            /^You must run with the `--run-program` flag to use delete hooks during destroy\.$/,
        );
        assert.ok(await exists(stack, "one"));
        await stack.succeed("destroy", { runProgram: true });
        assert.deepEqual(await notes(stack), [
            { kind: "beforeDelete", name: "one", id, old: "has(x)" },
            { kind: "afterDelete", name: "one", id, old: "has(x)" },
        ]);
        assert.equal(await exists(stack, "one"), false);
    });

    it("with onDryRun run in previews, too, and see there what will be", async () => {
        const stack = await stackOf(`${NOTING} pool("one", {}, { hooks: noted({ onDryRun: true }) });`);
        await stack.succeed("preview");
        assert.deepEqual(
            (await notes(stack)).map(({ kind }) => kind),
            ["beforeCreate", "afterCreate"],
        );
    });

    it("beforeUpdate that throws fails the preview with its own message, before the API server is asked", async () => {
        const program = (cidr: string): string => `
            const guard = new pulumi.ResourceHook("guard", async ({ oldInputs, newInputs }) => {
                if (oldInputs.spec.cidr !== newInputs.spec.cidr) throw new Error("the CIDR of a pool stays as it is");
            }, { onDryRun: true });
            pool("one", { cidr: "${cidr}" }, { hooks: { beforeUpdate: [guard] } });
        `;
        const stack = await stackOf(program("10.1.0.0/24"));
        await stack.succeed("up");
        await stack.program(program("10.2.0.0/24"));
        const message = await stack.fail("preview");
        assert.equal(message, "the CIDR of a pool stays as it is");
        const writes = await writesDuring(cluster, async () => {
            assert.equal(await stack.fail("up"), "the CIDR of a pool stays as it is");
        });
        assert.deepEqual(writes, []);
    });

    it("afterCreate that throws fails the update; the object stays in the state and the next up finds nothing to do", async () => {
        const stack = await stackOf(`
            const late = new pulumi.ResourceHook("late", async () => { throw new Error("it never became ready"); });
            const one = pool("one", {}, { hooks: { afterCreate: [late] } });
            pool("two", {}, { dependsOn: [one] });
        `);
        assert.equal(await stack.fail("up"), "it never became ready");
        assert.ok(await exists(stack, "one"));
        assert.equal(await exists(stack, "two"), false);
        const next = await stack.succeed("up");
        assert.deepEqual(next.steps, ["create two"]);
    });

    it("beforeDelete blocks the delete in preview and up though the resource has left the program, if registered still", async () => {
        const guard = `const guard = new pulumi.ResourceHook("guard", async () => { throw new Error("addresses are in use"); },
            { onDryRun: true });`;
        const stack = await stackOf(`${guard} pool("one", {}, { hooks: { beforeDelete: [guard] } });`);
        await stack.succeed("up");
        await stack.program(guard);
        assert.equal(await stack.fail("preview"), "addresses are in use");
        assert.equal(await stack.fail("up"), "addresses are in use");
        assert.equal(await stack.fail("destroy", { runProgram: true }), "addresses are in use");
        await stack.program("");
        assert.match(await stack.fail("up"), /The beforeDelete hook 'guard' is not registered by the program/);
        assert.ok(await exists(stack, "one"));
    });

    it("ignoreErrors turns a failure into a warning", async () => {
        const stack = await stackOf(`
            const hook = new pulumi.ResourceHook("hook", async () => { throw new Error("no matter"); }, { ignoreErrors: true });
            pool("one", {}, { hooks: { beforeCreate: [hook] } });
        `);
        const { said } = await stack.succeed("up");
        assert.ok(said.includes("The hook 'hook' failed and is set to be ignored: no matter"), said.join("\n"));
        assert.ok(await exists(stack, "one"));
    });

    it("onError decides whether a failed operation is tried again", async () => {
        const stack = await stackOf(`
            const fs = require("fs");
            const retry = new pulumi.ErrorHook("retry", async ({ errors, failedOperation, name }) => {
                fs.appendFileSync("notes.jsonl", JSON.stringify({ failedOperation, name, count: errors.length }) + "\\n");
                return errors.length < 3;
            });
            patch("two", "missing", { a: "1" }, { hooks: { onError: [retry] } });
        `);
        assert.match(await stack.fail("up"), /missing" does not exist, so there is nothing to patch/);
        assert.deepEqual(
            await notes(stack),
            [1, 2, 3].map((count) => ({ failedOperation: "create", name: "two", count })),
        );
    });

    it("of other steps come to their end when one step fails", async () => {
        const stack = await stackOf(`
            const fs = require("fs");
            const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
            const slow = new pulumi.ResourceHook("slow", async () => {
                fs.writeFileSync("begun", "");
                await pause(1500);
                fs.appendFileSync("notes.jsonl", JSON.stringify({ done: true }) + "\\n");
            });
            const once = new pulumi.ResourceHook("once", async () => { while (!fs.existsSync("begun")) await pause(10); });
            pool("one", {}, { hooks: { afterCreate: [slow] } });
            patch("two", "missing", { a: "1" }, { hooks: { beforeCreate: [once] } });
        `);
        assert.match(
            await stack.fail("up"),
            /^ConfigMap "default\/.*missing" does not exist, so there is nothing to patch\. Create it first[^\n]*$/,
        );
        assert.deepEqual(await notes(stack), [{ done: true }]);
        assert.deepEqual((await stack.succeed("destroy")).steps, ["delete one", "delete probe-dev"]);
    });

    it("destroy with the program runs it for its hooks alone, and what was never made stays unknown to it", async () => {
        const stack = await stackOf(`${NOTING} pool("one", {}, { hooks: noted({}) });`);
        await stack.succeed("up");
        await notes(stack);
        await stack.program(`${NOTING}
            pool("one", {}, { hooks: noted({}) });
            const never = pool("never", {}, { hooks: noted({}) });
            never.metadata.uid.apply((uid) => { throw new Error("uid " + uid); });
        `);
        const destroyed = await stack.succeed("destroy", { runProgram: true });
        assert.deepEqual(destroyed.steps, ["delete one", "delete probe-dev"]);
        assert.deepEqual(
            (await notes(stack)).map(({ kind, name }) => [kind, name]),
            [
                ["beforeDelete", "one"],
                ["afterDelete", "one"],
            ],
        );
        assert.equal(await exists(stack, "never"), false);
    });

    it("destroy with the program lets it look up what it has registered", async () => {
        const stack = await stackOf(`
            const again = configMap("one", {}).urn.apply((urn) => new ConfigMap("one", undefined, { urn }));
            again.metadata.name.apply((name) => require("fs").appendFileSync("found", name));
        `);
        await stack.succeed("up");
        assert.equal(await stack.read("found"), stack.own("one"));
        await stack.succeed("destroy", { runProgram: true });
        assert.equal(await stack.read("found"), stack.own("one").repeat(2));
    });
});

/** What hooks wrote down since the last call. */
async function notes(stack: TestStack): Promise<Record<string, unknown>[]> {
    const path = join(stack.folder, "notes.jsonl");
    const text = await readFile(path, "utf8").catch(() => "");
    await rm(path, { force: true });
    return text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
}
