// SPDX-License-Identifier: Apache-2.0
// Runs against Pulumi's mocks: it does not prove what an engine or an API server make of the resources.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { NetworkPlatform, type NetworkPlatformArgs } from "../../components/platform/network-platform";
import type { PolicyRuleArgs } from "../../components/isolation/namespace-network-policy";
import { objects, record, valueOf } from "./recorder";

const run = (args: NetworkPlatformArgs) => record(() => new NetworkPlatform("net", args), { hooks: false });

const spec = {
    extension: { version: "1.3.0", clusters: ["host"] },
    pools: { a: { cidr: "10.0.0.0/16" }, b: { cidr: "fd00::/64" } },
    workspaces: { retail: { isolated: true }, data: {} },
    projects: {
        shop: { workspace: "retail", pools: ["a", "b"] },
        vault: {
            workspace: "retail",
            isolated: true,
            allow: { "from-shop": { direction: "ingress" as const, namespaces: ["shop"] } },
        },
        plain: { isolated: false },
    },
};

describe("A NetworkPlatform", () => {
    it("registers the objects of the single components directly under itself, in order", async () => {
        const { resources, requests, result } = await run({ spec });
        const pool = (cidr: string, blockSize: number) => ({
            cidr,
            blockSize,
            ipipMode: "Never",
            vxlanMode: "Never",
            natOutgoing: false,
            nodeSelector: "all()",
            disabled: false,
            allowedUses: ["Workload", "Tunnel"],
        });
        const platform = resources[0]!;
        assert.equal(platform.type, "kubesphere-network:index:NetworkPlatform");
        const byName = new Map(resources.slice(1).map(({ name, inputs }) => [name, inputs]));
        assert.deepEqual([...byName.keys()].sort(), [
            "net-binding-shop",
            "net-extension",
            "net-pool-a",
            "net-pool-b",
            "net-project-plain",
            "net-project-vault",
            "net-project-vault-from-shop",
            "net-workspace-retail",
        ]);
        assert.equal(resources.length, 9);
        assert.equal((byName.get("net-extension")!.metadata as { name: string }).name, "network");
        assert.deepEqual(byName.get("net-pool-a")!.spec, pool("10.0.0.0/16", 26));
        assert.deepEqual(byName.get("net-pool-b")!.spec, pool("fd00::/64", 122));
        assert.deepEqual(byName.get("net-binding-shop")!.metadata, {
            name: "shop",
            labels: { "ippool.network.kubesphere.io/a": "", "ippool.network.kubesphere.io/b": "" },
            annotations: {
                "cni.projectcalico.org/ipv4pools": '["a"]',
                "cni.projectcalico.org/ipv6pools": '["b"]',
            },
        });
        assert.deepEqual(byName.get("net-workspace-retail")!.metadata, {
            name: "retail",
            annotations: { "kubesphere.io/network-isolate": "enabled" },
        });
        assert.deepEqual(byName.get("net-project-plain")!.metadata, {
            name: "plain",
            annotations: { "kubesphere.io/network-isolate": "disabled" },
        });
        assert.deepEqual(byName.get("net-project-vault-from-shop")!.spec, {
            ingress: [{ from: [{ namespace: { name: "shop" } }] }],
            policyTypes: ["Ingress"],
        });

        const component = "urn:pulumi:stack::project::kubesphere-network:index:NetworkPlatform::net";
        for (const name of byName.keys()) {
            assert.equal(requests.get(name)?.parent, component, name);
        }
        const dependencies = (name: string): string[] =>
            requests
                .get(name)!
                .dependencies.map((urn) => urn.split("::").at(-1)!)
                .sort();
        assert.deepEqual(dependencies("net-extension"), []);
        assert.deepEqual(dependencies("net-pool-a"), ["net-extension"]);
        assert.deepEqual(dependencies("net-binding-shop"), ["net-extension", "net-pool-a", "net-pool-b"]);
        assert.deepEqual(dependencies("net-workspace-retail"), ["net-extension"]);
        assert.deepEqual(dependencies("net-project-vault-from-shop"), ["net-extension", "net-project-vault"]);

        assert.deepEqual(await valueOf(result.made), {
            installPlans: ["network"],
            ipPools: ["a", "b"],
            namespaceBindings: ["shop"],
            workspaceIsolations: ["retail"],
            projectIsolations: ["vault", "plain"],
            namespaceNetworkPolicies: ["vault/from-shop"],
        });
        assert.equal(await valueOf(result.extensionState), "");
    });

    it("writes out the ready-made rules of its description", async () => {
        const ready = { "from-gateway": { use: "ingress-gateway" } } as unknown as Record<string, PolicyRuleArgs>;
        const { resources } = await run({ spec: { projects: { vault: { isolated: true, allow: ready } } } });
        assert.deepEqual(
            resources.slice(1).map(({ name, inputs }) => [name, inputs.spec]),
            [
                ["net-project-vault", undefined],
                [
                    "net-project-vault-from-gateway",
                    {
                        ingress: [{ from: [{ namespace: { name: "kubesphere-controls-system" } }] }],
                        policyTypes: ["Ingress"],
                    },
                ],
            ],
        );
    });

    it("isolates by another key, and writes a config to the byte, where its description says so", async () => {
        const configYaml = "# ours\nglobal: {ippool: {webhook: false}}";
        const annotationKey = "example.com/isolate";
        const { resources } = await run({
            spec: {
                extension: { version: "1.3.0", clusters: ["host"], configYaml },
                workspaces: { retail: { isolated: true, annotationKey } },
                projects: { vault: { isolated: false, annotationKey } },
            },
        });
        assert.deepEqual(
            resources.slice(1).map(({ inputs }) => {
                const { spec, metadata } = inputs as Record<string, Record<string, unknown>>;
                return spec?.config ?? metadata?.annotations;
            }),
            [configYaml, { [annotationKey]: "enabled" }, { [annotationKey]: "disabled" }],
        );
    });

    it("reads the same from a file", async () => {
        const { resources } = await run({ file: "examples/platform/network.yaml" });
        const types = new Map<string, number>();
        for (const { type } of objects({ resources })) {
            types.set(type, (types.get(type) ?? 0) + 1);
        }
        assert.deepEqual(Object.fromEntries(types), {
            "kubernetes:kubesphere.io/v1alpha1:InstallPlan": 1,
            "kubernetes:crd.projectcalico.org/v1:IPPool": 4,
            "kubernetes:core/v1:NamespacePatch": 15,
            "kubernetes:tenant.kubesphere.io/v1beta1:WorkspacePatch": 1,
            "kubernetes:network.kubesphere.io/v1alpha1:NamespaceNetworkPolicy": 7,
        });
    });

    it("works without an extension", async () => {
        const { resources, result } = await run({ spec: { pools: { a: { cidr: "10.0.0.0/16" } } } });
        assert.equal(resources.length, 2);
        assert.equal(await valueOf(result.extensionState), "");
    });

    it("registers nothing and lists every problem if there is one", async () => {
        let message = "";
        const { resources } = await record(() => {
            try {
                new NetworkPlatform("net", { spec: { ...spec, pools: { a: { cidr: "10.0.0.1/16" } } } });
            } catch (error) {
                message = (error as Error).message;
            }
        });
        assert.deepEqual(objects({ resources }), []);
        assert.match(
            message,
            /^NetworkPlatform "net":\n {2}- 'pools\.a\.cidr'.*\n {2}- 'projects\.shop\.pools\[1\]' \(b\)/,
        );
    });

    for (const [what, args, expected] of [
        ["neither spec nor file", {}, /exactly one of them must be set/],
        ["both", { spec: {}, file: "network.yaml" }, /exactly one of them must be set/],
        ["a file that does not exist", { file: "gone.yaml" }, /'file' \(gone\.yaml\) cannot be read: ENOENT/],
        [
            "a spec that comes late",
            { spec: { pools: { a: { cidr: pulumi.output("10.0.0.0/16") } } } },
            /'spec' must be known when the program runs/,
        ],
    ] as [string, NetworkPlatformArgs, RegExp][]) {
        it(`refuses ${what}`, async () => {
            await record(() => {
                assert.throws(() => new NetworkPlatform("net", args), expected);
            });
        });
    }

    it("takes seconds, not minutes, for a thousand pools", async () => {
        const pools = Object.fromEntries(
            Array.from({ length: 1000 }, (_, index) => [
                `pool-${index}`,
                { cidr: `10.${index >> 6}.${(index & 63) << 2}.0/22` },
            ]),
        );
        const began = process.cpuUsage();
        const { resources } = await run({ spec: { pools } });
        const { user, system } = process.cpuUsage(began);
        assert.equal(resources.length, 1001);
        assert.ok((user + system) / 1e6 < 10, `${(user + system) / 1e6} s of CPU`);
    });
});
