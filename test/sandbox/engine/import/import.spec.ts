// SPDX-License-Identifier: Apache-2.0
// Imports on a real API server: what the state has afterwards, and what the next runs make of it.
import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { createDisplay } from "../../../../sandbox/engine/display";
import { writesDuring } from "../../../support/audit";
import { removeStacks } from "../../../support/test-stack";
import { configMap, ImportSite, importing, stateOf } from "./site";
import { CONFIG_MAP, GROUP, PROVIDER, VERSION } from "./specs";

describe("Engine: import", () => {
    let site: ImportSite;

    before(async () => {
        site = await ImportSite.open();
    });

    afterEach(removeStacks);

    it("takes in components, providers and objects without a write, and the next preview finds nothing to do", async () => {
        const stack = await site.stack();
        const read = await site.existing(stack, "read");
        const given = await site.existing(stack, "given");
        await stack.program(`
            const group = new Group("group", { size: 2 });
            const provider = new Provider("other", { kubeconfig: ${JSON.stringify(site.cluster.kubeconfig)} }, { parent: group });
            configMap("read", { a: "1" });
            configMap("given", { a: "1" }, { parent: group, provider });
        `);
        const inputs = configMap(stack.own("given"), { a: "1" });
        const live = await site.live(stack, "given");
        const outputs = { ...live, __inputs: inputs, __fieldManager: "pulumi-kubernetes-0a1b2c3d" };
        const file = await importing(
            stack,
            { ...given, name: "child", logicalName: "given", parent: "group", provider: "other", inputs, outputs },
            read,
            { type: GROUP, name: "group", component: true, inputs: { size: 2 } },
            { type: PROVIDER, name: "other", parent: "group", inputs: { kubeconfig: site.cluster.kubeconfig } },
        );
        const steps = ["create other", "create probe-dev", "import given", "import group", "import read"];
        const writes = await writesDuring(site.cluster, async () => {
            assert.deepEqual((await stack.succeed("import", { ...file, previewOnly: true })).steps, steps);
            assert.deepEqual(await stateOf(stack), []);
            assert.deepEqual((await stack.succeed("import", file)).steps, steps);
            const preview = await stack.succeed("preview");
            assert.deepEqual(preview.changes, { same: 5 });
        });
        assert.deepEqual(writes, []);
        const managers = (await stateOf(stack)).map(({ outputs: made }) => made?.["__fieldManager"]).filter(Boolean);
        assert.equal(managers.length, 2);
        assert.ok(managers.includes("pulumi-kubernetes-0a1b2c3d"), "outputs are taken as the file gives them");
    });

    it("gives providers the version of their package as Pulumi does, and takes a state without it for the same", async () => {
        const stack = await site.stack();
        const { kubeconfig } = site.cluster;
        const file = await importing(
            stack,
            { type: PROVIDER, name: "said", version: VERSION, inputs: { kubeconfig } },
            { type: PROVIDER, name: "older", inputs: { kubeconfig } },
            { type: PROVIDER, name: "of-pulumi", inputs: { kubeconfig, version: VERSION, __internal: {} } },
            { type: PROVIDER, name: "other-version", version: "4.0.0", inputs: { kubeconfig } },
        );
        await stack.succeed("import", file);
        const names = ["said", "older", "of-pulumi", "other-version"];
        const args = JSON.stringify({ kubeconfig });
        await stack.program(names.map((name) => `new Provider("${name}", ${args});`).join("\n"));
        const { steps } = await stack.succeed("up");
        assert.deepEqual(steps, ["update other-version"]);
        const providers = (await stateOf(stack)).filter(({ type }) => type === PROVIDER);
        assert.deepEqual(
            providers.map(({ inputs }) => inputs),
            names.map(() => ({ kubeconfig, version: VERSION })),
        );
    });

    it("shows an import as the Pulumi CLI does", async () => {
        const stack = await site.stack();
        const file = await importing(stack, await site.existing(stack, "one"));
        const shown = async (previewOnly: boolean): Promise<string> => {
            const stream = new PassThrough();
            const display = createDisplay({
                ...{ kind: "progress", operation: "import", stack: "dev", colour: false, isTTY: false },
                ...{ previewOnly, stream, now: () => 0 },
            });
            const result = await stack.succeed("import", {
                ...file,
                previewOnly,
                onEvent: (event, resources) => {
                    display.event(event, resources);
                },
            });
            display.close(result);
            stream.end();
            return (await text(stream)).replace(/Duration: .*/, "Duration: -");
        };
        const lines = (title: string, create: string, imported: string, counts: string[]): string =>
            [
                `${title} (dev):`,
                ` +  pulumi:pulumi:Stack  probe-dev  ${create}`,
                ` =  ${CONFIG_MAP}  one  ${imported}`,
                "",
                "Resources:",
                ...counts.map((count) => `    ${count}`),
                "    2 changes",
                "",
                "Duration: -",
                "",
            ].join("\n");
        assert.equal(
            await shown(true),
            lines("Previewing import", "create", "import", ["+ 1 to create", "= 1 to import"]),
        );
        assert.equal(
            await shown(false),
            lines("Importing", "created (0.00s)", "imported (0.00s)", ["+ 1 created", "= 1 imported"]),
        );
    });

    it("protects what it took in until an up of a program that does not", async () => {
        const program = 'configMap("one", { a: "1" });';
        const [guarded, open] = [await site.stack(program), await site.stack(program)];
        await guarded.succeed("import", await importing(guarded, await site.existing(guarded, "one")));
        assert.match(await guarded.fail("destroy"), /one cannot be deleted because it is protected/);
        assert.deepEqual((await guarded.succeed("up")).steps, []);
        assert.deepEqual((await guarded.succeed("destroy")).steps, ["delete one", "delete probe-dev"]);
        await open.succeed("import", { ...(await importing(open, await site.existing(open, "one"))), protect: false });
        assert.deepEqual((await open.succeed("destroy")).steps, ["delete one", "delete probe-dev"]);
    });

    it("takes nothing in where one object is missing, and names all that are", async () => {
        const stack = await site.stack();
        const [two, three] = [stack.own("two"), stack.own("three")];
        const missing = [two, three].map((name) => ({ type: CONFIG_MAP, name, id: `default/${name}` }));
        const file = await importing(stack, await site.existing(stack, "one"), ...missing);
        assert.deepEqual((await stack.fail("import", file)).split("\n").sort(), [
            `There is no ${CONFIG_MAP} 'default/${three}'.`,
            `There is no ${CONFIG_MAP} 'default/${two}'.`,
        ]);
        assert.deepEqual(await stateOf(stack), []);
        assert.ok(await site.live(stack, "one"));
    });

    it("leaves what the stack has already, and refuses another object in its place and parents that it lacks", async () => {
        const stack = await site.stack();
        const one = await site.existing(stack, "one");
        await stack.succeed("import", await importing(stack, one));
        const before = await stateOf(stack);
        const again = await stack.succeed("import", await importing(stack, one, await site.existing(stack, "two")));
        assert.deepEqual(again.changes, { same: 2, import: 1 });
        assert.deepEqual((await stateOf(stack)).slice(0, before.length), before);
        await stack.file(
            "import.json",
            JSON.stringify({
                nameTable: { gone: `urn:pulumi:dev::probe::${GROUP}::gone` },
                resources: [
                    { ...one, id: "default/another" },
                    { ...one, name: "three", parent: "gone" },
                ],
            }),
        );
        assert.equal(
            await stack.fail("import", { importFile: `${stack.folder}/import.json` }),
            [
                `${stack.folder}/import.json cannot be imported:`,
                `  - resource 'one' of type '${CONFIG_MAP}': the stack has it already, with the id 'default/${stack.own("one")}'.`,
                `  - resource 'three' of type '${CONFIG_MAP}': its parent 'gone' (urn:pulumi:dev::probe::${GROUP}::gone) is not in the stack.`,
            ].join("\n"),
        );
    });

    it("fills what reading cannot give from the file, and keeps its secrets secret", async () => {
        const stack = await site.stack();
        const plain = {
            "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
            plaintext: '{"a":"1"}',
        };
        const one = { ...(await site.existing(stack, "one")), inputs: { data: plain, immutable: false } };
        await stack.succeed("import", await importing(stack, one));
        const state = (await stateOf(stack)).at(-1)!;
        assert.equal(state.inputs?.["immutable"], false);
        assert.deepEqual(Object.keys(state.inputs["data"] as object), [
            "4dabf18193072939515e22adb298388d",
            "ciphertext",
        ]);
        assert.deepEqual(Object.keys(state.outputs!["data"] as object), [
            "4dabf18193072939515e22adb298388d",
            "ciphertext",
        ]);
    });

    it("says of inputs that do not fit what is wrong, and takes them in all the same", async () => {
        const stack = await site.stack();
        const one = {
            ...(await site.existing(stack, "one")),
            inputs: { apiVersion: "v1" },
            outputs: { apiVersion: "v1" },
        };
        const { said } = await stack.succeed("import", await importing(stack, one));
        assert.deepEqual(said, [
            "The imported input 'kind' does not fit: 'kind' must be given, and known before the update runs.",
        ]);
    });
});
