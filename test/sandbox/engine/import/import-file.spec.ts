// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readImportFile } from "../../../../sandbox/engine/import/import-file";
import { resolveImports } from "../../../../sandbox/engine/import/resolve";
import { UNKNOWN } from "../../../../sandbox/engine/values";
import { CONFIG_MAP, GROUP, PROVIDER } from "./specs";

const PLACE = { stack: "dev", project: "probe" };
const URN = "urn:pulumi:dev::probe::";

describe("An import file", () => {
    const folder = mkdtempSync(join(tmpdir(), "ksnet-import-"));
    const path = join(folder, "import.json");
    after(() => {
        rmSync(folder, { recursive: true });
    });

    function read(content: unknown) {
        writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
        return readImportFile(path);
    }

    const problems = (content: unknown): string[] => {
        try {
            read(content);
        } catch (error) {
            const [head, ...rest] = (error as Error).message.split("\n");
            assert.equal(head, `${path} cannot be imported:`);
            return rest.map((line) => line.replace("  - ", ""));
        }
        return [];
    };
    const resolved = (content: unknown) => resolveImports(read(content), PLACE);

    it("that is not there, or no JSON, is named", () => {
        assert.throws(() => readImportFile("/no/such.json"), { message: "/no/such.json cannot be read: ENOENT." });
        assert.throws(() => read("{"), { message: new RegExp(`^${path} is not JSON: .*\\.$`) });
    });

    it("has fields of the right type and no others, and all that are wrong are told at once", () => {
        const resources = [
            { type: 1, colour: "red" },
            { remote: true, properties: [] },
        ];
        assert.deepEqual(problems({ nameTable: { a: 1 }, resources }), [
            "nameTable.a must be string.",
            "resources.0 has 'colour', which is no field of an import file.",
            "resources.0.type must be string.",
            "resources.1 has 'remote', which the sandbox engine does not support. Use the Pulumi CLI.",
            "resources.1 has 'properties', which the sandbox engine does not support. Use the Pulumi CLI.",
        ]);
        assert.deepEqual(problems({ resources: [] }), ["resources must NOT have fewer than 1 items."]);
        assert.deepEqual(problems({}), ["the file must have required property 'resources'."]);
    });

    it("names type, name and id of every resource, but no id of components and providers", () => {
        const resources = [
            { id: "x" },
            { type: CONFIG_MAP, name: "no-id", id: "" },
            { type: GROUP, name: "group", component: true, id: "x" },
            { type: PROVIDER, name: "provider", component: true, id: "x", outputs: { a: 1 } },
        ];
        assert.deepEqual(problems({ resources }), [
            "resource 'x': it has no type.",
            "resource 'x': it has neither a name nor a logicalName.",
            `resource 'no-id' of type '${CONFIG_MAP}': it has no id.`,
            `resource 'group' of type '${GROUP}': it has an id, but is a component. Leave one of the two out.`,
            `resource 'provider' of type '${PROVIDER}': it has an id, but is a provider, which is made and not read. Leave 'id' out.`,
            `resource 'provider' of type '${PROVIDER}': it is a provider and no component. Leave 'component' out.`,
            `resource 'provider' of type '${PROVIDER}': it is a provider, which has no outputs. Give 'inputs'.`,
        ]);
    });

    it("gives all values: nothing unknown, and secrets as text", () => {
        const sealed = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
        const one = { type: CONFIG_MAP, name: "one", id: "x", inputs: { a: UNKNOWN }, outputs: { b: [sealed] } };
        assert.deepEqual(problems({ resources: [one] }), [
            `resource 'one' of type '${CONFIG_MAP}': 'inputs' contains values that are not known yet. Fill them in first.`,
            `resource 'one' of type '${CONFIG_MAP}': 'outputs' has a secret that cannot be read. Give its value as JSON text in 'plaintext'.`,
        ]);
    });

    it("calls parents and providers by the names that it or the stack has, in any order", () => {
        const { imports, problems: none } = resolved({
            nameTable: { known: `${URN}${GROUP}::old` },
            resources: [
                { type: CONFIG_MAP, name: "leaf", id: "x", parent: "inner", provider: "cluster" },
                { type: GROUP, name: "inner", logicalName: "same", component: true, parent: "outer" },
                { type: GROUP, name: "outer", logicalName: "same", component: true },
                { type: PROVIDER, name: "cluster", parent: "known" },
            ],
        });
        assert.deepEqual(none, []);
        assert.deepEqual(
            imports.map(({ urn, parent, provider }) => [urn, parent, provider]),
            [
                [
                    `${URN}${GROUP}$${GROUP}$${CONFIG_MAP}::leaf`,
                    `${URN}${GROUP}$${GROUP}::same`,
                    `${URN}${GROUP}$${PROVIDER}::cluster`,
                ],
                [`${URN}${GROUP}$${GROUP}::same`, `${URN}${GROUP}::same`, undefined],
                [`${URN}${GROUP}::same`, undefined, undefined],
                [`${URN}${GROUP}$${PROVIDER}::cluster`, `${URN}${GROUP}::old`, undefined],
            ],
        );
    });

    it("refuses names that stand for nothing, for several resources or for what is no provider, and circles", () => {
        const group = (name: string, parent?: string) => ({ type: GROUP, name, component: true, parent });
        const map = (name: string, more: object) => ({ type: CONFIG_MAP, name, id: name, ...more });
        const { problems: found } = resolved({
            resources: [
                map("lost", { parent: "nobody", provider: "nobody" }),
                map("child", { parent: "twin" }),
                map("served", { provider: "twin" }),
                group("twin"),
                group("twin"),
                group("hen", "egg"),
                group("egg", "hen"),
            ],
        });
        assert.deepEqual(found, [
            `resource 'lost' of type '${CONFIG_MAP}': its parent 'nobody' is neither in 'nameTable' nor in 'resources'.`,
            `resource 'lost' of type '${CONFIG_MAP}': its provider 'nobody' is neither in 'nameTable' nor in 'resources'.`,
            `resource 'child' of type '${CONFIG_MAP}': its parent 'twin' is the name of several resources. Make their names unique.`,
            `resource 'served' of type '${CONFIG_MAP}': its provider 'twin' is the name of several resources. Make their names unique.`,
            `resource 'served' of type '${CONFIG_MAP}': its provider 'twin' is no provider.`,
            `resource 'twin' of type '${GROUP}': its URN is that of another resource, too. Give it another logicalName.`,
            `resource 'hen' of type '${GROUP}': its parent 'egg' has no parent that can be found.`,
            `resource 'egg' of type '${GROUP}': its parent 'hen' has no parent that can be found.`,
        ]);
    });
});
