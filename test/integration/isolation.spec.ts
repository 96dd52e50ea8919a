// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { LiveObject } from "../support/kubectl";
import { content, eventually, fieldsOf } from "./support/live";
import { describeOnControlPlane, fresh } from "./support/on-control-plane";

const TENANT = "tenant.kubesphere.io/v1beta1";
const NETWORK = "network.kubesphere.io/v1alpha1";
const ISOLATE = "kubesphere.io/network-isolate";

const FOREIGN = { labels: { "team.example.com/owner": "retail" }, annotations: { "kubesphere.io/creator": "admin" } };

const component = (type: string, name: string, args: object) =>
    `new net.${type}("${name}", ${JSON.stringify(args)});\n`;
const version = (object: LiveObject | undefined) => Number(object?.metadata?.resourceVersion);

describeOnControlPlane("A WorkspaceIsolation on the control plane", (cluster) => {
    const isolation = (args: object) => component("WorkspaceIsolation", "retail", args);

    it("owns one annotation of a Workspace: on, off and gone", async () => {
        const workspace = fresh("workspace");
        const live = () => cluster().kubectl.get(TENANT, "Workspace", workspace);
        const spec = { manager: "admin" };
        const object = { apiVersion: TENANT, kind: "Workspace", metadata: { name: workspace, ...FOREIGN }, spec };
        await cluster().kubectl.apply(object);
        const annotated = (value: string) => ({
            ...object,
            metadata: { ...object.metadata, annotations: { ...FOREIGN.annotations, [ISOLATE]: value } },
        });
        const stack = await cluster().stack(isolation({ workspace }));
        await stack.succeed("up");
        assert.deepEqual(content(await live()), annotated("enabled"));
        assert.deepEqual(fieldsOf(await live(), "pulumi"), [[`metadata.annotations.${ISOLATE}`]]);

        await stack.program(isolation({ workspace, enabled: false }));
        await stack.succeed("up");
        assert.deepEqual(content(await live()), annotated("disabled"));

        await stack.succeed("destroy");
        assert.deepEqual(content(await live()), object);
    });

    it("owns one annotation inside a WorkspaceTemplate, which KubeSphere copies to the Workspace", async () => {
        const workspace = fresh("workspace");
        const live = () => cluster().kubectl.get(TENANT, "WorkspaceTemplate", workspace);
        const spec = {
            placement: { clusters: [{ name: "host" }] },
            template: { metadata: { annotations: { "team.example.com/note": "kept" } }, spec: { manager: "admin" } },
        };
        const object = {
            apiVersion: TENANT,
            kind: "WorkspaceTemplate",
            metadata: { name: workspace, ...FOREIGN },
            spec,
        };
        await cluster().kubectl.apply(object);
        const before = content(await live());
        const stack = await cluster().stack(isolation({ workspace, target: "WorkspaceTemplate" }));
        await stack.succeed("up");
        const annotations = ((await live())?.spec?.template as typeof spec.template).metadata.annotations;
        assert.deepEqual(annotations, { "team.example.com/note": "kept", [ISOLATE]: "enabled" });
        assert.deepEqual(fieldsOf(await live(), "pulumi"), [[`spec.template.metadata.annotations.${ISOLATE}`]]);
        assert.deepEqual((await live())?.metadata?.annotations, FOREIGN.annotations);
        await eventually("the copy", async () => {
            const copy = await cluster().kubectl.get(TENANT, "Workspace", workspace);
            return copy?.metadata?.annotations?.[ISOLATE] === "enabled" ? copy : undefined;
        });
        await stack.succeed("destroy");
        assert.deepEqual(content(await live()), before);
    });

    it("names who has written the annotation, and takes it over only when asked to", async () => {
        const workspace = fresh("workspace");
        const live = () => cluster().kubectl.get(TENANT, "Workspace", workspace);
        const metadata = { name: workspace, annotations: { [ISOLATE]: "disabled" } };
        await cluster().kubectl.apply({ apiVersion: TENANT, kind: "Workspace", metadata }, "console");
        const stack = await cluster().stack(isolation({ workspace }));
        assert.match(await stack.refused("preview"), /"console"[^]*network-isolate/);
        assert.match(await stack.refused("up"), /"console"[^]*network-isolate/);
        await stack.program(isolation({ workspace, takeOwnership: true }));
        await stack.succeed("up");
        assert.equal((await live())?.metadata?.annotations?.[ISOLATE], "enabled");
        assert.deepEqual(fieldsOf(await live(), "console"), []);
    });

    it("says which workspace is missing", async () => {
        const stack = await cluster().stack(isolation({ workspace: "nowhere" }));
        assert.match(await stack.refused("up"), /nowhere/);
    });
});

describeOnControlPlane("A ProjectIsolation on the control plane", (cluster) => {
    const policy = (namespace: string, name: string) =>
        cluster().kubectl.get(NETWORK, "NamespaceNetworkPolicy", name, namespace);
    const annotations = async (name: string) =>
        (await cluster().kubectl.get("v1", "Namespace", name))?.metadata?.annotations;

    const ALLOW = {
        "from-web": { direction: "ingress", namespaces: ["web", "gateway"], ports: [{ port: 8080 }] },
        "from-balancer": {
            direction: "ingress",
            ipBlocks: [{ cidr: "192.168.10.0/24", except: ["192.168.10.128/25"] }],
            ports: [{ protocol: "TCP", port: 8443 }],
        },
        "to-ledger": { direction: "egress", services: [{ name: "ledger", namespace: "pay" }] },
        "to-acquirer": {
            direction: "egress",
            ipBlocks: [{ cidr: "203.0.113.0/24" }],
            ports: [{ port: 1, endPort: 9 }],
        },
    };

    const object = (namespace: string, name: string, labels: [string, string], spec: object) => ({
        apiVersion: NETWORK,
        kind: "NamespaceNetworkPolicy",
        metadata: {
            name,
            namespace,
            labels: { "kubesphere.io/policy-type": labels[0], "kubesphere.io/policy-traffic": labels[1] },
        },
        spec,
    });

    const objects = (namespace: string) => [
        object(namespace, "from-balancer", ["ingress", "outside"], {
            ingress: [
                { from: [{ ipBlock: ALLOW["from-balancer"].ipBlocks[0] }], ports: [{ protocol: "TCP", port: 8443 }] },
            ],
            policyTypes: ["Ingress"],
        }),
        object(namespace, "from-web", ["ingress", "inside"], {
            ingress: [
                {
                    from: [{ namespace: { name: "web" } }, { namespace: { name: "gateway" } }],
                    ports: [{ protocol: "TCP", port: 8080 }],
                },
            ],
            policyTypes: ["Ingress"],
        }),
        object(namespace, "to-acquirer", ["egress", "outside"], {
            egress: [
                { to: [{ ipBlock: { cidr: "203.0.113.0/24" } }], ports: [{ protocol: "TCP", port: 1, endPort: 9 }] },
            ],
            policyTypes: ["Egress"],
        }),
        object(namespace, "to-ledger", ["egress", "inside"], {
            egress: [{ to: [{ service: { name: "ledger", namespace: "pay" } }] }],
            policyTypes: ["Egress"],
        }),
    ];

    it("writes the annotation first, then a policy for each rule, and takes both away", async () => {
        const namespace = await cluster().namespace(FOREIGN);
        const stack = await cluster().stack(component("ProjectIsolation", "shop", { namespace, allow: ALLOW }));
        await stack.succeed("up");
        const names = Object.keys(ALLOW).sort();
        const made = await Promise.all(names.map((name) => policy(namespace, name)));
        assert.deepEqual(made.map(content), objects(namespace));
        assert.deepEqual(await annotations(namespace), { ...FOREIGN.annotations, [ISOLATE]: "enabled" });
        const annotated = version(await cluster().kubectl.get("v1", "Namespace", namespace));
        assert.ok(made.every((each) => annotated < version(each)));

        await stack.program(component("ProjectIsolation", "shop", { namespace, enabled: false, allow: ALLOW }));
        await stack.succeed("up");
        assert.deepEqual(await annotations(namespace), { ...FOREIGN.annotations, [ISOLATE]: "disabled" });
        const left = await Promise.all(names.map((name) => policy(namespace, name)));
        assert.deepEqual(
            left.filter((each) => each !== undefined),
            [],
        );

        await stack.succeed("destroy");
        assert.deepEqual(await annotations(namespace), FOREIGN.annotations);
    });

    it("is destroyed policies first, while the project is still isolated", async () => {
        const namespace = await cluster().namespace(FOREIGN);
        const stack = await cluster().stack(
            component("ProjectIsolation", "shop", { namespace, allow: { "from-web": ALLOW["from-web"] } }),
        );
        await stack.succeed("up");
        // Held by somebody else, the policy does not go: then the annotation must still be there.
        const held = { name: "from-web", namespace, finalizers: ["example.com/held"] };
        await cluster().kubectl.apply(
            { apiVersion: NETWORK, kind: "NamespaceNetworkPolicy", metadata: held },
            "holder",
        );
        const destroyed = stack.run("destroy");
        await eventually("the policy's deletion", async () => {
            return (await policy(namespace, "from-web"))?.metadata?.deletionTimestamp;
        });
        assert.equal((await annotations(namespace))?.[ISOLATE], "enabled");
        await cluster().kubectl.apply(
            { apiVersion: NETWORK, kind: "NamespaceNetworkPolicy", metadata: { name: "from-web", namespace } },
            "holder",
        );
        assert.deepEqual((await destroyed).errors, []);
        assert.deepEqual(await annotations(namespace), FOREIGN.annotations);
    });

    it("refuses names that KubeSphere keeps for itself, and every other mistake, in one message", async () => {
        const namespace = await cluster().namespace();
        const allow = {
            "network-isolate": { direction: "ingress", namespaces: ["web"] },
            "nsnp-web": { direction: "ingress", namespaces: ["web"] },
            both: { direction: "ingress", namespaces: ["web"], ipBlocks: [{ cidr: "10.0.0.0/8" }] },
            none: { direction: "egress" },
            sideways: { direction: "sideways", ipBlocks: [{ cidr: "10.0.0.1/8" }] },
        };
        const stack = await cluster().stack(component("ProjectIsolation", "shop", { namespace, allow }));
        const said = await stack.refused("up");
        assert.match(said, /^ProjectIsolation "shop":\n/);
        for (const name of Object.keys(allow)) {
            assert.ok(said.includes(`'allow.${name}`), `${name} in ${said}`);
        }
        assert.equal(await annotations(namespace), undefined);
    });
});

describeOnControlPlane("A NamespaceNetworkPolicy on the control plane", (cluster) => {
    it("is one object that follows its rule", async () => {
        const namespace = await cluster().namespace({ annotations: { [ISOLATE]: "enabled" } });
        const live = (name: string) => cluster().kubectl.get(NETWORK, "NamespaceNetworkPolicy", name, namespace);
        const rule = (args: object) => component("NamespaceNetworkPolicy", "from-web", { namespace, ...args });
        const stack = await cluster().stack(rule({ direction: "ingress", namespaces: ["web"] }));
        await stack.succeed("up");
        const object = (type: string, traffic: string, spec: object) => ({
            apiVersion: NETWORK,
            kind: "NamespaceNetworkPolicy",
            metadata: {
                name: "from-web",
                namespace,
                labels: { "kubesphere.io/policy-type": type, "kubesphere.io/policy-traffic": traffic },
            },
            spec,
        });
        const inside = { ingress: [{ from: [{ namespace: { name: "web" } }] }], policyTypes: ["Ingress"] };
        assert.deepEqual(content(await live("from-web")), object("ingress", "inside", inside));

        await stack.program(rule({ direction: "egress", ipBlocks: [{ cidr: "192.0.2.0/24" }] }));
        await stack.succeed("up");
        const outside = { egress: [{ to: [{ ipBlock: { cidr: "192.0.2.0/24" } }] }], policyTypes: ["Egress"] };
        assert.deepEqual(content(await live("from-web")), object("egress", "outside", outside));

        await stack.succeed("destroy");
        assert.equal(await live("from-web"), undefined);
    });

    it("refuses a name that KubeSphere keeps for itself", async () => {
        const stack = await cluster().stack(
            component("NamespaceNetworkPolicy", "network-isolate", {
                namespace: "x",
                direction: "ingress",
                namespaces: ["web"],
            }),
        );
        assert.match(
            await stack.refused("preview"),
            /^NamespaceNetworkPolicy "network-isolate":\n.*'policyName' \(network-isolate\) must not be/,
        );
    });
});
