// SPDX-License-Identifier: Apache-2.0
// Reads previews and exports that are written here as Pulumi writes them. That an engine does so shows live.spec.ts.
import assert from "node:assert/strict";
import * as proxy from "@pulumi/policy/proxy";
import type { PolicyObject } from "kubesphere-network-policies/objects/object";
import { UNKNOWN } from "kubesphere-network/lib/tree";
import { BadInput } from "../../../cli/inputs/bad-input";
import { treeOfPulumi } from "../../../cli/inputs/pulumi/value";
import { stackInput } from "../../../cli/inputs/stack";
import { text } from "../../../cli/check/outputs/text";
import { only, reportOf } from "../check/support";

const POOL = "kubernetes:crd.projectcalico.org/v1:IPPool";
const PROVIDER = "urn:pulumi:dev::net::pulumi:providers:kubernetes::host";
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

interface State {
    readonly urn: string;
    readonly type: string;
    readonly custom: boolean;
    readonly provider: string;
    readonly inputs: object;
}

/** The state of a resource, as a preview and an export have it. */
function resource(name: string, inputs: object = {}, type = POOL): State {
    const provider = `${PROVIDER}::e870ed49-4929-4078-8dbf-a034acf4aa75`;
    return { urn: `urn:pulumi:dev::net::a:b:C$${type}::${name}`, custom: true, type, inputs, provider };
}

const pool = (name: string, cidr: unknown = "10.0.0.0/16") =>
    resource(`${name}-resource`, { metadata: { name }, spec: { cidr, natOutgoing: true } });

const step = (op: string, states: { oldState?: State; newState?: State }) => ({
    op,
    urn: (states.newState ?? states.oldState)!.urn,
    ...states,
});

const preview = (...steps: object[]) => stackInput({ steps, duration: 1 }, "preview.json")!;
const exported = (...resources: object[]) => stackInput({ version: 3, deployment: { resources } }, "stack.json")!;

/** Names of objects, and whether they go. */
const fates = (objects: readonly PolicyObject[]): [string | undefined, boolean][] =>
    objects.map(({ name, isDeleted }) => [name, isDeleted]);

describe("A preview", () => {
    it("tells what a stack will have, and what is deleted for good", () => {
        const [one, two, three, four, five] = ["one", "two", "three", "four", "five"].map((name) => pool(name));
        const { kind, label, objects } = preview(
            step("create", { newState: one }),
            step("same", { oldState: two, newState: two }),
            step("update", { oldState: pool("three", "10.9.0.0/16"), newState: three }),
            step("replace", { oldState: four, newState: four }),
            step("delete-replaced", { oldState: pool("was-four") }),
            step("delete", { oldState: five }),
        );
        assert.deepEqual([kind, label], ["stack", "preview.json"]);
        assert.deepEqual(fates(objects), [
            ["one", false],
            ["two", false],
            ["three", false],
            ["four", false],
            ["five", true],
        ]);
        assert.deepEqual(objects[2], {
            apiVersion: "crd.projectcalico.org/v1",
            kind: "IPPool",
            name: "three",
            tree: { metadata: { name: "three" }, spec: { cidr: "10.0.0.0/16", natOutgoing: true } },
            isPatch: false,
            isDeleted: false,
            id: `urn:pulumi:dev::net::a:b:C$${POOL}::three-resource`,
            resourceName: "three-resource",
            cluster: `preview.json ${PROVIDER}`,
        });
    });

    it("has patches, and nothing of components, providers and other packages", () => {
        const { objects } = preview(
            step("create", {
                newState: resource("p", { metadata: { name: "p" } }, "kubernetes:core/v1:NamespacePatch"),
            }),
            step("create", {
                newState: { ...resource("c", {}, "kubernetes:helm.sh/v4:Chart"), custom: false },
            }),
            step("create", { newState: resource("k", {}, "pulumi:providers:kubernetes") }),
            step("create", { newState: resource("r", {}, "random:index/randomId:RandomId") }),
        );
        assert.deepEqual(
            objects.map(({ apiVersion, kind, isPatch }) => [apiVersion, kind, isPatch]),
            [["v1", "Namespace", true]],
        );
    });

    it("with a refresh tells of a resource twice, of which the later counts", () => {
        const { objects } = preview(
            step("refresh", { oldState: pool("a"), newState: pool("a", "10.9.0.0/16") }),
            step("delete", { oldState: pool("b") }),
            step("update", { oldState: pool("a", "10.9.0.0/16"), newState: pool("a") }),
            step("create", { newState: pool("b") }),
        );
        assert.deepEqual(fates(objects), [
            ["a", false],
            ["b", false],
        ]);
        assert.deepEqual(objects[0]!.tree, pool("a").inputs);
    });

    it("deletes no object that is retained", () => {
        assert.deepEqual(
            preview(step("delete", { oldState: { ...pool("a"), retainOnDelete: true } as State })).objects,
            [],
        );
    });

    it("may be of a stack without resources", () => {
        assert.deepEqual(stackInput({ duration: 1, changeSummary: {} }, "p")!.objects, []);
    });

    it("that failed is refused, since it does not have everything", () => {
        const diagnostics = [
            { severity: "warning", message: "careful" },
            { severity: "error", message: "Error: no such thing\n    at index.ts:1:1\n" },
        ];
        assert.throws(
            () => stackInput({ steps: [], diagnostics }, "p.json"),
            new BadInput(["p.json: this preview failed, so that it does not have everything: Error: no such thing"]),
        );
    });

    it("without the resources that stay as they are is refused with the way out", () => {
        const content = {
            steps: [step("same", { newState: resource("root", {}, "pulumi:pulumi:Stack") })],
            changeSummary: { create: 1, same: 4 },
        };
        assert.throws(
            () => stackInput(content, "p.json"),
            new BadInput([
                "p.json: this preview leaves out what stays as it is (3 resources), which rules about the whole stack need. Write it with: pulumi preview --json --show-sames",
            ]),
        );
    });
});

describe("An exported stack", () => {
    it("has the objects of its resources, but those that only wait to be deleted", () => {
        const { kind, objects } = exported(
            resource("root", {}, "pulumi:pulumi:Stack"),
            pool("a"),
            { ...pool("b"), delete: true },
            pool("c"),
        );
        assert.equal(kind, "stack");
        assert.deepEqual(fates(objects), [
            ["a", false],
            ["c", false],
        ]);
    });

    it("may be empty", () => {
        assert.deepEqual(stackInput({ version: 3, deployment: { manifest: {} } }, "s")!.objects, []);
        assert.deepEqual(stackInput({ version: 3, deployment: { resources: null } }, "s")!.objects, []);
    });

    it("does not clash with a preview of the same stack, but with itself", () => {
        const config = only("ippool-no-overlap");
        const [one, two] = [pool("a"), pool("b", "10.0.1.0/24")];
        const inputs = [preview(step("same", { newState: one })), exported(one)];
        assert.equal(reportOf(inputs, config).summary.mandatory, 0);
        assert.equal(reportOf([exported(one, two)], config).summary.mandatory, 1);
    });
});

describe("Values in a stack", () => {
    it("are unknown where Pulumi writes one of its marks", () => {
        const unknown = Object.entries(proxy).filter(([name]) => /^unknown\w+Value$/.test(name));
        assert.equal(unknown.length, 7);
        for (const [, mark] of unknown) {
            assert.deepEqual(treeOfPulumi({ a: [mark, 1] }), { a: [UNKNOWN, 1] });
        }
    });

    it("are unknown where they are secret, encrypted or not, so that no message shows one", () => {
        const values = {
            encrypted: { ...SECRET, ciphertext: "v1:abc" },
            plain: { ...SECRET, plaintext: '"10.0.0.1/16"' },
            hidden: "[secret]",
            known: "[secrets]",
        };
        assert.deepEqual(treeOfPulumi(values), {
            encrypted: UNKNOWN,
            plain: UNKNOWN,
            hidden: UNKNOWN,
            known: "[secrets]",
        });
    });

    it("that are unknown leave rules undecided, and everything else is still checked", () => {
        const late = {
            metadata: { name: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
            spec: { cidr: "[secret]", ipipMode: "On" },
        };
        const found = text(reportOf([exported(resource("late", late))], only("ippool-spec")), false);
        assert.deepEqual(found.split("\n").slice(0, 3), [
            `stack.json  error      ippool-spec  IPPool "late": 'ipipMode' (On) must be one of Never, Always, CrossSubnet.`,
            `stack.json  undecided  ippool-spec  'metadata.name' is not known before the update, which decides ippool-spec for IPPool "late".`,
            `stack.json  undecided  ippool-spec  'spec.cidr' is not known before the update, which decides ippool-spec for IPPool "late".`,
        ]);
    });

    it("name the resource where its object is called otherwise", () => {
        const found = text(reportOf([exported(pool("a", "10.0.0.1"))], only("ippool-spec")), false);
        assert.match(
            found,
            /^stack\.json {2}error {2}ippool-spec {2}IPPool "a" \(a-resource\): 'cidr' \(10\.0\.0\.1\) must be /,
        );
    });
});
