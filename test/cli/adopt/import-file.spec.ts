// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { componentFile, importFile, type ProgramFacts } from "../../../cli/adopt/import-file";
import { fieldManagerOf } from "../../../cli/adopt/import-file/field-manager";
import { outputsOf } from "../../../cli/adopt/import-file/outputs";
import { adoptionText } from "../../../cli/adopt/outputs/text";
import { programFiles } from "../../../cli/adopt/program/files";
import { pageFor } from "../../../cli/text/page";
import type { AdoptedObject, Adoption } from "../../../lib/adoption/adoption";
import { readImportFile } from "../../../sandbox/engine/import/import-file";
import { adopted } from "./adopted";

const FACTS: ProgramFacts = { project: "network", args: { file: "network.yaml" }, kubernetesVersion: "4.34.2" };

/** Fields and their types of importFile and importSpec in Pulumi's pkg/cmd/pulumi/operations/import.go (3.259). */
const GO_FILE = { nameTable: "object", resources: "array", providerInputs: "object" };
const GO_SPEC = {
    ...{ type: "string", name: "string", id: "string", parent: "string", provider: "string", version: "string" },
    ...{ pluginDownloadUrl: "string", properties: "array", component: "boolean", remote: "boolean" },
    ...{ inputs: "object", outputs: "object", logicalName: "string" },
    ...{ parameterization: "object", extension: "object" },
};

interface Parsed {
    readonly resources: readonly Record<string, unknown>[];
}

const parsed = (text: string): Parsed => JSON.parse(text) as Parsed;

function typeOf(value: unknown): string {
    return Array.isArray(value) ? "array" : typeof value;
}

/** An adoption of one binding, on one of two clusters. */
function onMember(): Adoption {
    const [object] = adopted().objects.filter(({ isPatch }) => isPatch) as [AdoptedObject];
    const provider = (name: string) => ({ name, context: `production-${name}`, provider: `platform@${name}` });
    return {
        ...adopted(),
        clusters: [provider("host"), provider("east")],
        objects: [{ ...object, cluster: "east", name: "platform@east-binding-shop" }],
    };
}

describe("The import file of an adoption", () => {
    it("has only fields that the Pulumi CLI knows, and is one that the sandbox engine takes", () => {
        const folder = mkdtempSync(join(tmpdir(), "ksnet-import-file-"));
        for (const [index, text] of [importFile(adopted(), FACTS), importFile(onMember(), FACTS)].entries()) {
            const file = JSON.parse(text) as Parsed;
            for (const [value, known] of [
                [file, GO_FILE] as const,
                ...file.resources.map((spec) => [spec, GO_SPEC] as const),
            ]) {
                const types = Object.entries(value).map(([field, of]) => [field, typeOf(of)]);
                assert.deepEqual(
                    types,
                    types.map(([field = ""]) => [field, (known as Record<string, string>)[field]]),
                );
            }
            const path = join(folder, `${index}.json`);
            writeFileSync(path, text);
            assert.equal(readImportFile(path).resources.length, file.resources.length);
        }
        rmSync(folder, { recursive: true });
    });

    it("has the component with its arguments, and each object with all that a state has of it", () => {
        const adoption = adopted();
        const { resources } = parsed(importFile(adoption, FACTS));
        const [component, ...objects] = resources;
        assert.deepEqual(component, {
            ...{ type: "kubesphere-network:index:NetworkPlatform", name: "platform" },
            ...{ component: true, inputs: { file: "network.yaml" } },
        });
        assert.deepEqual(
            objects.map(({ outputs: _, ...spec }) => spec),
            adoption.objects.map(({ type, name, id, inputs }) => ({
                ...{ type, name, id, parent: "platform", version: "4.34.2" },
                inputs: JSON.parse(JSON.stringify(inputs)) as object,
            })),
        );
        for (const { inputs, outputs } of objects as { inputs: object; outputs: Record<string, unknown> }[]) {
            assert.deepEqual(outputs.__inputs, inputs);
            assert.equal(outputs.__initialApiVersion, (inputs as { apiVersion: string }).apiVersion);
        }
    });

    it("has a provider for each of several clusters, as NetworkPlatform and the SDK make it", () => {
        const args = { file: "network.yaml", clusters: { east: { context: "production-east" } } };
        const { resources } = parsed(importFile(onMember(), { ...FACTS, args, kubeconfig: "/home/me/.kube/config" }));
        const provider = (name: string, inputs: object) => ({
            ...{ type: "pulumi:providers:kubernetes", name: `platform@${name}`, parent: "platform", version: "4.34.2" },
            inputs: { kubeconfig: "/home/me/.kube/config", ...inputs, clusterIdentifier: name },
        });
        assert.deepEqual(resources.slice(1, 3), [
            provider("host", {}),
            provider("east", { context: "production-east" }),
        ]);
        const { provider: own, version } = resources[3]!;
        assert.deepEqual([own, version], ["platform@east", undefined]);
    });

    it("comes with one for the component alone, which must be in the state before its providers", () => {
        const args = { file: "network.yaml", clusters: { east: { context: "production-east" } } };
        const facts = { ...FACTS, args };
        const [component] = parsed(importFile(onMember(), facts)).resources;
        assert.deepEqual(parsed(componentFile(onMember(), facts)), { resources: [component] });
        const namesFor = (adoption: Adoption): string[] =>
            programFiles(adoption, { ...FACTS, form: "yaml" }).flatMap(({ name }) => /^import.*/.exec(name) ?? []);
        assert.deepEqual(namesFor(adopted()), ["import.json"]);
        assert.deepEqual(namesFor(onMember()), ["import-platform.json", "import.json"]);
        assert.match(
            adoptionText(onMember(), [{ path: "out/import.json", state: "written" }], pageFor({ hasColours: false })),
            /^ {2}pulumi import --file import-platform\.json .*\n {2}pulumi import --file import\.json /m,
        );
    });

    it("gives every resource a field manager of its own, always the same, of the form that Pulumi's provider makes", () => {
        const objects = adopted().objects.map(({ type, name }) => ({ type, name }));
        const managers = objects.map((object) => fieldManagerOf("network", object));
        assert.equal(new Set(managers).size, objects.length);
        assert.ok(managers.every((manager) => /^pulumi-kubernetes-[0-9a-f]{8}$/.test(manager)));
        assert.equal(fieldManagerOf("network", { type: "t", name: "n" }), "pulumi-kubernetes-09ae1cd8");
        assert.notEqual(fieldManagerOf("other", { type: "t", name: "n" }), "pulumi-kubernetes-09ae1cd8");
        assert.equal(importFile(adopted(), FACTS), importFile(adopted(), FACTS));
    });
});

describe("The state that an import file gives an object", () => {
    const live = {
        apiVersion: "v1",
        kind: "Thing",
        metadata: {
            ...{ name: "a", uid: "1", creationTimestamp: "then", resourceVersion: "7", generation: 2 },
            managedFields: [{ manager: "kubectl" }],
            labels: { own: "x", foreign: "y" },
        },
        spec: { a: 1, list: [{ b: 1 }] },
        status: { phase: "busy" },
    };
    const identity = { name: "a", uid: "1", creationTimestamp: "then" };

    it("is the live object with what it leaves out and the program writes, without what changes all the time", () => {
        const inputs = {
            apiVersion: "v1",
            kind: "Thing",
            metadata: { name: "a" },
            spec: { a: 2, list: [{ b: 1, c: 0 }], d: 3 },
        };
        assert.deepEqual(outputsOf(live, inputs, false), {
            ...{ apiVersion: "v1", kind: "Thing" },
            metadata: { ...identity, labels: { own: "x", foreign: "y" } },
            spec: { a: 1, list: [{ b: 1, c: 0 }], d: 3 },
        });
    });

    it("has of a patched object nothing but its identity and the keys of the patch", () => {
        const inputs = { apiVersion: "v1", kind: "Thing", metadata: { name: "a", labels: { own: "x" } } };
        assert.deepEqual(outputsOf(live, inputs, true), {
            ...{ apiVersion: "v1", kind: "Thing" },
            metadata: { ...identity, labels: { own: "x" } },
        });
    });
});
