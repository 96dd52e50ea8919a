// SPDX-License-Identifier: Apache-2.0
// Reads manifests and folders of them; what rules say of the objects is tested elsewhere.
import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { titleOf } from "kubesphere-network-policies/objects/object";
import { BadInput } from "../../../cli/inputs/bad-input";
import type { Input } from "../../../cli/inputs/input";
import { readInputs } from "../../../cli/inputs/read";
import { Folder, manifests } from "../check/support";

const POOL = "apiVersion: crd.projectcalico.org/v1\nkind: IPPool\nmetadata: { name: a }\n";
const NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: { name: b }\n";

const titles = ({ objects }: Input): string[] => objects.map(titleOf);

/** The places at which the objects of a text begin. */
function starts(text: string): string[] {
    const { objects, positionOf } = manifests(text);
    return objects.map((object) => {
        const { line, column } = positionOf!(object);
        return `${titleOf(object)} at ${line}:${column}`;
    });
}

async function problemsOf(...paths: string[]): Promise<readonly string[]> {
    try {
        await readInputs(paths);
    } catch (error) {
        assert.ok(error instanceof BadInput, String(error));
        return error.problems;
    }
    return assert.fail("nothing was refused");
}

describe("Manifests", () => {
    it("are all documents of a text, but empty ones and what is no object", () => {
        const text = `# none\n---\n${POOL}---\n---\nnull\n--- # Source: chart/values.yaml\nreplicas: 1\n--- \n- 1\n---\n${NAMESPACE}...\n`;
        assert.deepEqual(starts(text), ['IPPool "a" at 3:1', 'Namespace "b" at 14:1']);
    });

    it("have ids that tell objects of one file apart", () => {
        assert.deepEqual(
            manifests(`${POOL}---\n${POOL}`).objects.map(({ id }) => id),
            ["a.yaml#1", "a.yaml#2"],
        );
    });

    it("may have directives, ends of documents and the line ends of Windows", () => {
        assert.deepEqual(starts(`%YAML 1.2\n---\n${POOL}...\n%YAML 1.2\n# again\n---\n${NAMESPACE}`), [
            'IPPool "a" at 3:1',
            'Namespace "b" at 10:1',
        ]);
        assert.deepEqual(starts(`${POOL}---\n${NAMESPACE}`.replaceAll("\n", "\r\n")), [
            'IPPool "a" at 1:1',
            'Namespace "b" at 5:1',
        ]);
    });

    it("are not cut where a text inside looks like the end of a document", () => {
        const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata:\n  x: |\n    ---\n    ...\n  y: ---z\n---\n${NAMESPACE}`;
        assert.deepEqual(starts(text), ['ConfigMap "c" at 1:1', 'Namespace "b" at 10:1']);
    });

    it("are those in lists, too, of which some do not repeat what their items are", () => {
        const list = [
            "apiVersion: v1",
            "kind: List",
            "items:",
            "  - { apiVersion: v1, kind: Namespace, metadata: { name: b } }",
            "  - apiVersion: crd.projectcalico.org/v1",
            "    kind: IPPoolList",
            "    items:",
            "      - metadata: { name: c }",
            "  - null",
            "",
        ].join("\n");
        assert.deepEqual(starts(list), ['Namespace "b" at 4:5', 'IPPool "c" at 8:9']);
        assert.equal(manifests(list).objects[1]!.apiVersion, "crd.projectcalico.org/v1");
    });

    it("keep a date without quotes as the text that it is for Kubernetes", () => {
        const { objects } = manifests(NAMESPACE.replace("}", ", labels: { since: 2026-11-21 } }"));
        assert.deepEqual(objects[0]!.tree, {
            apiVersion: "v1",
            kind: "Namespace",
            metadata: { name: "b", labels: { since: "2026-11-21" } },
        });
    });
});

describe("Paths", () => {
    const folder = new Folder();

    it("of folders stand for the manifests below, in order, without those of packages and hidden folders", async () => {
        folder.write("tree/b.yml", NAMESPACE);
        folder.write("tree/a/c.yaml", POOL);
        folder.write("tree/a.json", JSON.stringify({ apiVersion: "v1", kind: "Namespace", metadata: { name: "j" } }));
        folder.write("tree/values.yaml", "replicas: 1\n");
        folder.write("tree/notes.txt", "neither: [\n");
        folder.write("tree/node_modules/x/x.yaml", "broken: [\n");
        folder.write("tree/.github/x.yaml", "broken: [\n");
        symlinkSync(join(folder.path, "tree/b.yml"), join(folder.path, "tree/link.yaml"));
        const inputs = await readInputs([join(folder.path, "tree")]);
        assert.deepEqual(
            inputs.map((input) => [input.label.slice(folder.path.length + 1), titles(input)]),
            [
                ["tree/a/c.yaml", ['IPPool "a"']],
                ["tree/a.json", ['Namespace "j"']],
                ["tree/b.yml", ['Namespace "b"']],
                ["tree/link.yaml", ['Namespace "b"']],
                ["tree/values.yaml", []],
            ],
        );
    });

    it("that mean a file twice read it once, so that it does not clash with itself", async () => {
        const file = folder.write("twice/a.yaml", POOL);
        const inputs = await readInputs([join(folder.path, "twice"), file, `${folder.path}/./twice/a.yaml`]);
        assert.deepEqual(inputs.map(titles), [['IPPool "a"']]);
    });

    it("of files are read whatever they are called", async () => {
        const inputs = await readInputs([folder.write("rendered.txt", `\uFEFF${POOL}`)]);
        assert.deepEqual(inputs.map(titles), [['IPPool "a"']]);
    });

    it("of files with JSON that Node.js does not read are read as YAML", async () => {
        const json = '{ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "b", }, } # said\n';
        const inputs = await readInputs([folder.write("loose.json", json)]);
        assert.deepEqual(inputs.map(titles), [['Namespace "b"']]);
    });

    it("are refused all at once, each with what is wrong with it", async () => {
        const empty = folder.write("empty/notes.txt", "").replace("/notes.txt", "");
        const values = folder.write("values.yaml", "replicas: 1\n");
        const broken = folder.write("broken.yaml", `${POOL}---\na: [\n---\n${NAMESPACE}---\n  b: 1\n c: 2\n`);
        const missing = join(folder.path, "missing");
        assert.deepEqual(await problemsOf(empty, values, broken, missing), [
            `${empty}: this folder has no *.yaml, *.yml or *.json.`,
            `${missing}: there is no such file or folder.`,
            `${values}: there is no Kubernetes object in it, and no preview or export of a Pulumi stack.`,
            `${broken}:6:1: not YAML: unexpected end of the stream within a flow collection.`,
            `${broken}:12:2: not YAML: end of the stream or a document separator is expected.`,
        ]);
    });

    it("of Helm templates are refused with the way out, whether YAML makes something of them or not", async () => {
        const hint =
            "Is it a Helm template? Render it first, and check what comes out: helm template <chart> | ksnet check -";
        folder.write("chart/templates/a.yaml", "{{- if .Values.a }}\nkind: IPPool\n{{- end }}\n");
        folder.write("chart/templates/b.yaml", `---\n${POOL}spec:\n  cidr: {{ .Values.cidr }}\n`);
        folder.write("chart/templates/c.yaml", `${POOL}# as {{ .Values.name }}\nspec: { nodeSelector: "{{ x }}" }\n`);
        assert.deepEqual(await problemsOf(join(folder.path, "chart")), [
            `${folder.path}/chart/templates/a.yaml:1:3: not YAML: missed comma between flow collection entries. ${hint}`,
            `${folder.path}/chart/templates/b.yaml:1:1: not a manifest. ${hint}`,
        ]);
    });
});
