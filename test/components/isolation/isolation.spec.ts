// SPDX-License-Identifier: Apache-2.0
// Runs against Pulumi's mocks: it does not prove what KubeSphere makes of the objects.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
    NamespaceNetworkPolicy,
    type NamespaceNetworkPolicyArgs,
} from "../../../components/isolation/namespace-network-policy";
import { ProjectIsolation } from "../../../components/isolation/project-isolation";
import { WorkspaceIsolation } from "../../../components/isolation/workspace-isolation";
import { objects, record, recordFailure, unknownOutput, valueOf } from "../recorder";

const KEY = "kubesphere.io/network-isolate";

function policy(name: string, metadata: object, spec: object) {
    return {
        type: "kubernetes:network.kubesphere.io/v1alpha1:NamespaceNetworkPolicy",
        name,
        inputs: { apiVersion: "network.kubesphere.io/v1alpha1", kind: "NamespaceNetworkPolicy", metadata, spec },
    };
}

function labels(type: string, traffic: string) {
    return { "kubesphere.io/policy-type": type, "kubesphere.io/policy-traffic": traffic };
}

function workspacePatch(kind: string, name: string, rest: object) {
    const inputs = { apiVersion: "tenant.kubesphere.io/v1beta1", kind, ...rest };
    return { type: `kubernetes:tenant.kubesphere.io/v1beta1:${kind}Patch`, name, inputs };
}

function namespacePatch(name: string, metadata: object) {
    return {
        type: "kubernetes:core/v1:NamespacePatch",
        name,
        inputs: { apiVersion: "v1", kind: "Namespace", metadata },
    };
}

describe("A WorkspaceIsolation", () => {
    it("is one patch of the workspace's annotation", async () => {
        const run = await record(() => new WorkspaceIsolation("retail", { workspace: "shop" }));
        assert.deepEqual(run.resources, [
            { type: "kubesphere-network:index:WorkspaceIsolation", name: "retail", inputs: { workspace: "shop" } },
            workspacePatch("Workspace", "retail", { metadata: { name: "shop", annotations: { [KEY]: "enabled" } } }),
        ]);
        assert.equal(await valueOf(run.result.workspace), "shop");
    });

    it("is written off in so many words, under another key and with ownership taken", async () => {
        const args = { workspace: "shop", enabled: false, annotationKey: "example.com/isolate", takeOwnership: true };
        const run = await record(() => new WorkspaceIsolation("retail", args));
        const annotations = { "example.com/isolate": "disabled", "pulumi.com/patchForce": "true" };
        assert.deepEqual(objects(run), [
            workspacePatch("Workspace", "retail", { metadata: { name: "shop", annotations } }),
        ]);
    });

    it("goes where a template passes it on to every cluster", async () => {
        const args = { workspace: "shop", target: "WorkspaceTemplate", takeOwnership: true } as const;
        const run = await record(() => new WorkspaceIsolation("retail", args));
        assert.deepEqual(objects(run), [
            workspacePatch("WorkspaceTemplate", "retail", {
                metadata: { name: "shop", annotations: { "pulumi.com/patchForce": "true" } },
                spec: { template: { metadata: { annotations: { [KEY]: "enabled" } } } },
            }),
        ]);
    });

    it("is refused with everything that is wrong", async () => {
        await record(() => {
            const args = { workspace: "Shop", target: "workspace" as "Workspace", annotationKey: "a/b/c" };
            assert.throws(() => new WorkspaceIsolation("retail", args), {
                message: `WorkspaceIsolation "retail":
  - 'workspace' (Shop) must be a name of lower-case letters, digits and '-', at most 63 characters long.
  - 'target' (workspace) must be one of Workspace, WorkspaceTemplate. Did you mean Workspace?
  - 'annotationKey' (a/b/c) must be an annotation key such as kubesphere.io/network-isolate.`,
            });
        });
    });
});

describe("A ProjectIsolation", () => {
    it("is one annotation and then one policy for each rule", async () => {
        const run = await record(
            () =>
                new ProjectIsolation("shop", {
                    namespace: "shop-prod",
                    allow: {
                        "from-web": { direction: "ingress", namespaces: ["web"] },
                        "to-office": { direction: "egress", ipBlocks: [{ cidr: "192.168.0.0/16" }] },
                    },
                }),
        );
        assert.deepEqual(
            objects(run).sort((a, b) => a.name.localeCompare(b.name)),
            [
                namespacePatch("shop", { name: "shop-prod", annotations: { [KEY]: "enabled" } }),
                policy(
                    "shop-from-web",
                    { name: "from-web", namespace: "shop-prod", labels: labels("ingress", "inside") },
                    { ingress: [{ from: [{ namespace: { name: "web" } }] }], policyTypes: ["Ingress"] },
                ),
                policy(
                    "shop-to-office",
                    { name: "to-office", namespace: "shop-prod", labels: labels("egress", "outside") },
                    { egress: [{ to: [{ ipBlock: { cidr: "192.168.0.0/16" } }] }], policyTypes: ["Egress"] },
                ),
            ],
        );
        assert.deepEqual(await valueOf(run.result.policyNames), ["from-web", "to-office"]);
        assert.equal(await valueOf(run.result.namespace), "shop-prod");
        for (const name of ["shop-from-web", "shop-to-office"]) {
            const { dependencies = [], parent } = run.requests.get(name) ?? {};
            assert.ok(
                dependencies.some((urn) => urn.endsWith(":NamespacePatch::shop")),
                name,
            );
            assert.ok(parent?.endsWith("ProjectIsolation::shop"), name);
        }
    });

    it("has no policies where it is plainly off", async () => {
        const allow = { "from-web": { direction: "ingress", namespaces: ["web"] } } as const;
        const args = {
            namespace: "shop",
            enabled: false,
            allow: { "from-web": { ...allow["from-web"], namespaces: ["web"] } },
        };
        const run = await record(() => new ProjectIsolation("shop", args));
        assert.deepEqual(objects(run), [namespacePatch("shop", { name: "shop", annotations: { [KEY]: "disabled" } })]);
        assert.deepEqual(await valueOf(run.result.policyNames), []);
    });

    it("has its policies where it is not known yet whether it is on", async () => {
        const run = await record(
            () =>
                new ProjectIsolation("shop", {
                    namespace: "shop",
                    enabled: unknownOutput<boolean>(),
                    allow: { "from-web": { direction: "ingress", namespaces: ["web"] } },
                }),
            { preview: true },
        );
        assert.deepEqual(
            objects(run).map(({ name }) => name),
            ["shop", "shop-from-web"],
        );
    });

    it("is refused with everything that is wrong anywhere in it, and registers no object", async () => {
        const run = await record(() => {
            assert.throws(
                () =>
                    new ProjectIsolation("shop", {
                        namespace: "Shop",
                        allow: {
                            "nsnp-web": { direction: "ingress", namespaces: ["web"] },
                            "from-db": { direction: "ingress", services: [], ports: [{ port: 0 }] },
                        },
                    }),
                {
                    message: `ProjectIsolation "shop":
  - 'namespace' (Shop) must be a name of lower-case letters, digits and '-', at most 63 characters long.
  - 'allow.nsnp-web' (nsnp-web) must not begin with nsnp-: KubeSphere puts that in front itself. Leave it out.
  - 'allow.from-db.services' ([]) must list at least one. An empty list allows everything or nothing.
  - 'allow.from-db.ports[0].port' (0) must be a whole number from 1 to 65535.`,
                },
            );
        });
        assert.deepEqual(objects(run), []);
    });

    it("registers no policy for a namespace that turns out to be bad", async () => {
        const run = await recordFailure(
            () =>
                new ProjectIsolation("shop", {
                    namespace: pulumi.output("Shop"),
                    allow: { "from-web": { direction: "ingress", namespaces: ["web"] } },
                }).namespace,
        );
        assert.match(run.error.message, /^ProjectIsolation "shop":\n {2}- 'namespace' \(Shop\) must be a name/);
        assert.deepEqual(objects(run), []);
    });
});

describe("A NamespaceNetworkPolicy", () => {
    it("allows services, with their ports left to KubeSphere", async () => {
        const services = [{ name: "db", namespace: "data" }];
        const args = { namespace: "shop", policyName: "to-db", direction: "egress", services } as const;
        const run = await record(() => new NamespaceNetworkPolicy("db", { ...args, services: [...services] }));
        assert.deepEqual(objects(run), [
            policy(
                "db",
                { name: "to-db", namespace: "shop", labels: labels("egress", "inside") },
                { egress: [{ to: [{ service: services[0] }] }], policyTypes: ["Egress"] },
            ),
        ]);
        assert.equal(await valueOf(run.result.policyName), "to-db");
    });

    it("allows blocks of addresses on ports, late ones too", async () => {
        const run = await record(
            () =>
                new NamespaceNetworkPolicy("office", {
                    namespace: pulumi.output("shop"),
                    direction: "ingress",
                    ipBlocks: pulumi.output([{ cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] }]),
                    ports: [{ protocol: "UDP", port: pulumi.output(8000), endPort: 8010 }],
                }),
        );
        const from = [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } }];
        assert.deepEqual(objects(run), [
            policy(
                "office",
                { name: "office", namespace: "shop", labels: labels("ingress", "outside") },
                {
                    ingress: [{ from, ports: [{ protocol: "UDP", port: 8000, endPort: 8010 }] }],
                    policyTypes: ["Ingress"],
                },
            ),
        ]);
    });

    const good = { namespace: "shop", direction: "ingress", namespaces: ["web"] } as const;
    const refused: [change: object, message: string][] = [
        [
            { policyName: "network-isolate" },
            "'policyName' (network-isolate) must not be network-isolate: KubeSphere's own policy has that name. Choose another one.",
        ],
        [
            { policyName: "a".repeat(249) },
            `'policyName' (${"a".repeat(249)}) must be a name of lower-case letters, digits, '-' and '.', at most 248 characters long.`,
        ],
        [{ direction: "Ingress" }, "'direction' (Ingress) must be one of ingress, egress. Did you mean ingress?"],
        [
            { namespaces: undefined },
            "'namespaces', 'services' or 'ipBlocks' must be set: a policy needs somebody to allow.",
        ],
        [
            { ipBlocks: [{ cidr: "10.0.0.0/8" }] },
            "'namespaces' and 'ipBlocks' must not be set together. Make a policy for each of them.",
        ],
        [{ namespaces: [] }, "'namespaces' ([]) must list at least one. An empty list allows everything or nothing."],
        [
            { namespaces: ["a.b"] },
            "'namespaces[0]' (a.b) must be a name of lower-case letters, digits and '-', at most 63 characters long.",
        ],
        [
            { namespaces: undefined, ipBlocks: [{ cidr: "10.0.0.1" }] },
            "'ipBlocks[0].cidr' (10.0.0.1) must be a CIDR such as 192.168.0.0/16.",
        ],
        [
            { namespaces: undefined, ipBlocks: [{ cidr: "10.0.0.0/8", except: ["11.0.0.0/16"] }] },
            "'ipBlocks[0].except[0]' (11.0.0.0/16) must be a CIDR within 'cidr' (10.0.0.0/8).",
        ],
        [{ ports: [] }, "'ports' ([]) must list at least one port. Leave it out for all ports."],
        [
            { ports: [{ protocol: "tcp", port: 80 }] },
            "'ports[0].protocol' (tcp) must be one of TCP, UDP, SCTP. Did you mean TCP?",
        ],
        [{ ports: [{ port: 80, endPort: 79 }] }, "'ports[0].endPort' (79) must not be below 'ports[0].port' (80)."],
        [
            {
                direction: "egress",
                namespaces: undefined,
                services: [{ name: "db", namespace: "data" }],
                ports: [{ port: 80 }],
            },
            "'ports' ([{\"port\":80}]) must not be set for egress to services: KubeSphere takes the ports of the service instead. Leave it out.",
        ],
    ];
    for (const [change, message] of refused) {
        it(`is refused: ${message.slice(0, 100)}`, async () => {
            await record(() => {
                const args = { ...good, ...change } as unknown as NamespaceNetworkPolicyArgs;
                assert.throws(() => new NamespaceNetworkPolicy("web", args), {
                    message: `NamespaceNetworkPolicy "web":\n  - ${message}`,
                });
            });
        });
    }

    it("is never registered with a bad port that comes late", async () => {
        const run = await recordFailure(() => {
            const args = {
                ...good,
                namespaces: ["web"],
                ports: [{ port: pulumi.output(0) }],
                namespace: pulumi.output("shop"),
            };
            return pulumi.output(
                new NamespaceNetworkPolicy("web", { ...args, policyName: pulumi.output("web") }).policyName,
            );
        });
        assert.match(run.error.message, /'ports\[0\]\.port' \(0\) must be a whole number/);
        assert.deepEqual(objects(run), []);
    });
});
