// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { wantedByState } from "../../../cli/drift/state";
import { readWanted } from "../../../cli/drift/wanted";
import { BadInput } from "../../../cli/inputs/bad-input";
import type { ResourceState } from "../../../cli/inputs/pulumi/state";
import { Folder } from "../check/support";

const POOL = "kubernetes:crd.projectcalico.org/v1:IPPool";
const PATCH = "kubernetes:core/v1:NamespacePatch";
const STACK = "urn:pulumi:dev::net";
const provider = (name: string): string => `${STACK}::pulumi:providers:kubernetes::${name}::some-id`;
const component = (type: string, name: string): string => `${STACK}::kubesphere-network:index:${type}::${name}`;

function resource(type: string, name: string, inputs: object, more: Partial<ResourceState> = {}): ResourceState {
    const urn = `${STACK}::${type}::${name}`;
    return { urn, type, custom: true, provider: provider("default_4_34_2"), inputs, ...more };
}

const pool = (name: string, more: Partial<ResourceState> = {}, spec: object = {}): ResourceState =>
    resource(
        POOL,
        name,
        {
            apiVersion: "crd.projectcalico.org/v1",
            kind: "IPPool",
            metadata: { name },
            spec: { cidr: "10.0.0.0/16", ...spec },
        },
        more,
    );

describe("What a stack wants", () => {
    const folder = new Folder();

    it("is told by inputs, with the manager and the object that the stack knows, and where the program says it", () => {
        const outputs = { __fieldManager: "pulumi-kubernetes-1", metadata: { uid: "u-1" } };
        const found = wantedByState([
            pool("raw", { outputs }),
            pool("own", { parent: component("IPPool", "own") }),
            resource(
                PATCH,
                "bind",
                { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } },
                { parent: component("NamespaceBinding", "bind") },
            ),
        ]);
        assert.deepEqual([...found.keys()], ["default"]);
        assert.deepEqual(
            found
                .get("default")
                ?.map(({ object: { kind, name }, isPatch, source, manager, uid }) => [
                    kind,
                    name,
                    isPatch,
                    source,
                    manager,
                    uid,
                ]),
            [
                ["IPPool", "raw", false, { name: "raw" }, "pulumi-kubernetes-1", "u-1"],
                ["IPPool", "own", false, { component: "IPPool", name: "own" }, undefined, undefined],
                ["Namespace", "shop", true, { component: "NamespaceBinding", name: "bind" }, undefined, undefined],
            ],
        );
    });

    it("leaves out what is about to go, what is only read, components, and what has nothing to do with the network", () => {
        const left = [
            pool("replaced", { delete: true }),
            pool("read", { external: true }),
            { ...pool("component"), custom: false },
            resource("kubernetes:apps/v1:Deployment", "web", {
                apiVersion: "apps/v1",
                kind: "Deployment",
                metadata: { name: "web" },
            }),
            resource("random:index/randomId:RandomId", "id", {}),
        ];
        assert.deepEqual([...wantedByState(left)], []);
    });

    it("is apart for each cluster, and knows the members of a platform", () => {
        const parent = component("NetworkPlatform", "platform");
        const found = wantedByState([
            pool("platform-pool-a", { parent }),
            pool("platform@member-1-pool-a", { parent, provider: provider("platform@member-1") }),
        ]);
        assert.deepEqual(
            [...found].map(([name, wanted]) => [name, wanted.map(({ source }) => source)]),
            [
                ["default", [{ component: "NetworkPlatform", name: "platform" }]],
                ["platform@member-1", [{ component: "NetworkPlatform", name: "platform", member: "member-1" }]],
            ],
        );
    });

    it("has secrets only where the export has them in the clear", () => {
        const sealed = (more: object) => ({
            "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
            ...more,
        });
        const found = wantedByState([
            pool("encrypted", {}, { nodeSelector: sealed({ ciphertext: "v1:abc" }) }),
            pool("clear", {}, { nodeSelector: sealed({ plaintext: '"has(zone)"' }) }),
        ]);
        assert.deepEqual(
            found.get("default")?.map(({ revealed }) => (revealed as { spec: object }).spec),
            [
                { cidr: "10.0.0.0/16", nodeSelector: undefined },
                { cidr: "10.0.0.0/16", nodeSelector: "has(zone)" },
            ],
        );
    });

    const state = (...resources: ResourceState[]): string => JSON.stringify({ version: 3, deployment: { resources } });
    const refusal = (options: Parameters<typeof readWanted>[0], says: string): Promise<void> =>
        assert.rejects(readWanted(options), new BadInput([says]));

    it("is refused where it is not clear what, or on which cluster", async () => {
        const two = folder.write("two.json", state(pool("a"), pool("b", { provider: provider("member") })));
        await refusal(
            {},
            'Say what is wanted: the file of an exported stack ("-" is standard input), --file network.yaml, or --project DIR.',
        );
        await refusal(
            { state: two, cluster: ["member=m"] },
            "The stack has objects on several clusters. Say which context each is: --cluster default=CONTEXT.",
        );
        await refusal(
            { state: two, cluster: ["default=d", "member=m", "other=o"] },
            "--cluster other: nothing is wanted on a cluster of that name. There are: default, member.",
        );
        await refusal(
            { state: two, cluster: ["member"] },
            "'--cluster' (member) must be NAME=CONTEXT, such as member-1=production.",
        );
        const text = folder.write("text.json", '{"kind":"List"}');
        await refusal({ state: text }, `${text}: this is not what pulumi stack export prints.`);
        const bad = folder.write("bad.yaml", "pools: { a: { cidr: 10.0.0.1/16 } }\n");
        await assert.rejects(readWanted({ file: bad }), /bad\.yaml:1:\d+: 'pools\.a\.cidr' \(10\.0\.0\.1\/16\) must/);
    });

    it("says which members of a network.yaml nobody says how to reach", async () => {
        const file = folder.write("network.yaml", "members: { one: { pools: {} }, two: { pools: {} } }\n");
        const { clusters, notCompared } = await readWanted({ file, member: ["two=ctx"], context: "host-ctx" });
        assert.deepEqual(
            [clusters.map(({ name, context }) => [name, context]), notCompared],
            [
                [
                    ["host", "host-ctx"],
                    ["two", "ctx"],
                ],
                [
                    {
                        cluster: "one",
                        what: "The member one",
                        why: "Nothing says how to reach it: add --member one=CONTEXT.",
                    },
                ],
            ],
        );
    });
});
