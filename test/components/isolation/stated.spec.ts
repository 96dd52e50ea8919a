// SPDX-License-Identifier: Apache-2.0
// Runs against Pulumi's mocks: it does not prove what a cluster has to say, which no rule here asks.
import assert from "node:assert/strict";
import { Provider } from "@pulumi/kubernetes";
import { Namespace } from "@pulumi/kubernetes/core/v1";
import { NamespaceNetworkPolicy } from "../../../components/isolation/namespace-network-policy";
import { ProjectIsolation } from "../../../components/isolation/project-isolation";
import { WorkspaceIsolation } from "../../../components/isolation/workspace-isolation";
import { allow } from "../../../lib/isolation/allow-rules";
import { objects, record, unknownOutput } from "../recorder";

const FROM_WEB = { direction: "ingress" as const, namespaces: ["web"] };
const KEY = "kubesphere.io/network-isolate";

const summary = (run: Parameters<typeof objects>[0]) =>
    objects(run).map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`);

const refusal = (subject: string, policies: string) => `${subject}:
  - 'namespace' (shop) must be isolated if it has policies: this program switches its isolation off, and KubeSphere would delete ${policies} again. Isolate the project, or remove its policies; a project that its workspace isolates needs no ProjectIsolation.`;

describe("A program that switches the isolation of a project off", () => {
    it("is refused a policy of that project after that", async () => {
        const run = await record(() => {
            new ProjectIsolation("shop", { namespace: "shop", enabled: false });
            assert.throws(() => new NamespaceNetworkPolicy("from-web", { namespace: "shop", ...FROM_WEB }), {
                message: refusal('NamespaceNetworkPolicy "from-web"', "from-web"),
            });
        });
        assert.deepEqual(summary(run), ["NamespacePatch shop"]);
    });

    it("is refused the switch after a policy of that project", async () => {
        const run = await record(() => {
            new NamespaceNetworkPolicy("from-web", { namespace: "shop", ...FROM_WEB });
            assert.throws(() => new ProjectIsolation("shop", { namespace: "shop", enabled: false }), {
                message: refusal('ProjectIsolation "shop"', "from-web"),
            });
        });
        assert.deepEqual(summary(run), ["NamespaceNetworkPolicy from-web"]);
    });

    it("may have policies of other projects, and of the same one on another cluster", async () => {
        const run = await record(
            () => {
                const provider = new Provider("member");
                new ProjectIsolation("shop", { namespace: "shop", enabled: false });
                new NamespaceNetworkPolicy("data", { namespace: "data", ...FROM_WEB });
                new NamespaceNetworkPolicy("member", { namespace: "shop", ...FROM_WEB }, { providers: [provider] });
            },
            { hooks: false },
        );
        assert.deepEqual(summary(run).sort(), [
            "NamespaceNetworkPolicy data",
            "NamespaceNetworkPolicy member",
            "NamespacePatch shop",
        ]);
    });

    it("is not refused anything because of a namespace or a switch that is not known yet", async () => {
        const run = await record(
            () => {
                new NamespaceNetworkPolicy("from-web", { namespace: "shop", ...FROM_WEB });
                new ProjectIsolation("late", { namespace: unknownOutput<string>(), enabled: false });
                new ProjectIsolation("unsure", { namespace: "shop", enabled: unknownOutput<boolean>() });
            },
            { preview: true },
        );
        assert.deepEqual(summary(run).sort(), [
            "NamespaceNetworkPolicy from-web",
            "NamespacePatch late",
            "NamespacePatch unsure",
        ]);
    });
});

describe("The isolation of the system by a program", () => {
    const REST =
        "must not be isolated without intent: it belongs to the system, which others cannot reach then. Set 'allowSystem' to true if that is meant.";

    it("is refused", async () => {
        const run = await record(() => {
            assert.throws(() => new ProjectIsolation("dns", { namespace: "kube-system" }), {
                message: `ProjectIsolation "dns":\n  - 'namespace' (kube-system) ${REST}`,
            });
            assert.throws(() => new WorkspaceIsolation("system", { workspace: "system-workspace" }), {
                message: `WorkspaceIsolation "system":\n  - 'workspace' (system-workspace) ${REST}`,
            });
        });
        assert.deepEqual(objects(run), []);
    });

    it("is done where it is meant, and ended without more ado", async () => {
        const run = await record(() => {
            new ProjectIsolation("dns", { namespace: "kube-system", allowSystem: true });
            new WorkspaceIsolation("system", { workspace: "system-workspace", enabled: false });
        });
        const byName = objects(run).sort((a, b) => a.name.localeCompare(b.name));
        assert.deepEqual(byName, [
            {
                type: "kubernetes:core/v1:NamespacePatch",
                name: "dns",
                inputs: {
                    apiVersion: "v1",
                    kind: "Namespace",
                    metadata: { name: "kube-system", annotations: { [KEY]: "enabled" } },
                },
            },
            {
                type: "kubernetes:tenant.kubesphere.io/v1beta1:WorkspacePatch",
                name: "system",
                inputs: {
                    apiVersion: "tenant.kubesphere.io/v1beta1",
                    kind: "Workspace",
                    metadata: { name: "system-workspace", annotations: { [KEY]: "disabled" } },
                },
            },
        ]);
    });
});

describe("Isolation in a program", () => {
    it("takes ready-made rules as its own", async () => {
        const run = await record(
            () =>
                new ProjectIsolation("shop", {
                    namespace: "shop",
                    allow: {
                        gateway: allow.ingressGateway(),
                        kubelets: allow.kubeletProbes({ nodeCidrs: ["192.168.0.0/24"] }),
                    },
                }),
        );
        const [, ...policies] = objects(run);
        assert.deepEqual(
            policies.map(({ name, inputs }) => [name, inputs.spec]),
            [
                [
                    "shop-gateway",
                    {
                        ingress: [{ from: [{ namespace: { name: "kubesphere-controls-system" } }] }],
                        policyTypes: ["Ingress"],
                    },
                ],
                [
                    "shop-kubelets",
                    { ingress: [{ from: [{ ipBlock: { cidr: "192.168.0.0/24" } }] }], policyTypes: ["Ingress"] },
                ],
            ],
        );
    });

    it("waits for what the component waits for", async () => {
        const run = await record(() => {
            const dependsOn = [new Namespace("made")];
            new ProjectIsolation("shop", { namespace: "shop", allow: { "from-web": FROM_WEB } }, { dependsOn });
            new NamespaceNetworkPolicy("lone", { namespace: "shop", ...FROM_WEB }, { dependsOn });
            new WorkspaceIsolation("retail", { workspace: "retail" }, { dependsOn });
        });
        for (const name of ["shop", "shop-from-web", "lone", "retail"]) {
            const { dependencies = [] } = run.requests.get(name) ?? {};
            assert.ok(
                dependencies.some((urn) => urn.endsWith("core/v1:Namespace::made")),
                name,
            );
        }
    });
});
