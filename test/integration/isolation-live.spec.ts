// SPDX-License-Identifier: Apache-2.0
// Does not prove what KubeSphere makes of isolation: no controller for it runs here, nor any packet.
import assert from "node:assert/strict";
import { describeOnControlPlane, fresh, type Stack } from "./support/on-control-plane";

const TENANT = "tenant.kubesphere.io/v1beta1";
const NETWORK = "network.kubesphere.io/v1alpha1";
const ISOLATE = "kubesphere.io/network-isolate";
const WORKSPACE_LABEL = "kubesphere.io/workspace";
const NAMESPACE_LABEL = "kubesphere.io/namespace";

const component = (type: string, name: string, args: object, options = "{}") =>
    `new net.${type}("${name}", ${JSON.stringify(args)}, ${options});\n`;
const FROM_WEB = { direction: "ingress", namespaces: ["kube-public"] };

describeOnControlPlane("Isolation among what is on the cluster", (cluster) => {
    let workspace: string;

    beforeEach(async () => {
        workspace = fresh("workspace");
        await cluster().kubectl.apply({ apiVersion: TENANT, kind: "Workspace", metadata: { name: workspace } });
    });

    const labels = (name: string, of = workspace) => ({ [WORKSPACE_LABEL]: of, [NAMESPACE_LABEL]: name });

    /** A namespace of the workspace, as KubeSphere 3 labels it. */
    const namespace = async (): Promise<string> => {
        const name = fresh("isolated");
        await cluster().kubectl.apply({
            apiVersion: "v1",
            kind: "Namespace",
            metadata: { name, labels: labels(name) },
        });
        return name;
    };

    const service = async (of: string, name: string, spec: object): Promise<void> =>
        cluster().kubectl.apply({
            apiVersion: "v1",
            kind: "Service",
            metadata: { name, namespace: of },
            spec,
        } as object);

    const policyByHand = async (of: string, name: string, spec: object): Promise<void> =>
        cluster().kubectl.apply(
            { apiVersion: NETWORK, kind: "NamespaceNetworkPolicy", metadata: { name, namespace: of }, spec } as object,
            "console",
        );

    const annotation = async (name: string) =>
        (await cluster().kubectl.get("v1", "Namespace", name))?.metadata?.annotations?.[ISOLATE];

    const policies = async (of: string) =>
        (await cluster().kubectl.list(NETWORK, "NamespaceNetworkPolicy"))
            .filter(({ metadata }) => metadata?.namespace === of)
            .map(({ metadata }) => metadata?.name);

    /** What a preview of a program says that does not fail. */
    const previewed = async (program: string): Promise<{ stack: Stack; said: string }> => {
        const stack = await cluster().stack(program);
        return { stack, said: (await stack.succeed("preview")).messages.join("\n") };
    };

    it("is without a word where nothing is amiss", async () => {
        const name = await namespace();
        const web = await namespace();
        const allow = { "from-web": { direction: "ingress", namespaces: [web] } };
        const { said } = await previewed(component("ProjectIsolation", "shop", { namespace: name, allow }));
        assert.doesNotMatch(said, /ProjectIsolation|NamespaceNetworkPolicy|Not everything/);
    });

    it("is refused in a namespace that does not exist, unless the program makes it", async () => {
        const name = fresh("isolated");
        const args = { namespace: name, allow: { "from-web": FROM_WEB } };
        const stack = await cluster().stack(component("ProjectIsolation", "shop", args));
        for (const operation of ["preview", "up"] as const) {
            assert.equal(
                await stack.refused(operation),
                `ProjectIsolation "shop":\n  - 'namespace' (${name}) must exist, and the cluster has no namespace of that name. Create it first; if this program does, take the name from that resource.`,
            );
        }
        assert.equal(await cluster().kubectl.get("v1", "Namespace", name), undefined);

        const made = `const { Namespace } = require("@pulumi/kubernetes/core/v1/namespace");
            const made = new Namespace("made", { metadata: { name: "${name}", labels: ${JSON.stringify(labels(name))} } });
            const { namespace, ...rest } = ${JSON.stringify(args)};\n`;
        await stack.program(`${made}new net.ProjectIsolation("shop", { ...rest, namespace: made.metadata.name });`);
        await stack.succeed("preview");
        await stack.program(`${made}new net.ProjectIsolation("shop", { ...rest, namespace }, { dependsOn: [made] });`);
        await stack.succeed("preview");
        await stack.succeed("up");
        assert.equal(await annotation(name), "enabled");
        await stack.succeed("destroy");
    });

    it("says that it does nothing without a workspace, and keeps pods apart without the label of a namespace", async () => {
        const name = await cluster().namespace();
        const { said } = await previewed(component("ProjectIsolation", "shop", { namespace: name }));
        assert.ok(said.includes(`'namespace' (${name}) has no label ${WORKSPACE_LABEL}: KubeSphere isolates no`), said);
        assert.ok(said.includes(`'namespace' (${name}) has no label ${NAMESPACE_LABEL}=${name}, without which`), said);
        const gone = await namespace();
        await cluster().kubectl.apply({
            apiVersion: "v1",
            kind: "Namespace",
            metadata: { name: gone, labels: labels(gone, "nowhere") },
        });
        const other = await previewed(component("ProjectIsolation", "shop", { namespace: gone }));
        assert.ok(other.said.includes(`'namespace' (${gone}) belongs to the workspace "nowhere", which does not`));
    });

    it("is refused for a namespace whose label says that it belongs to the system, unless that is meant", async () => {
        const name = fresh("isolated");
        const metadata = { name, labels: labels(name, "system-workspace") };
        await cluster().kubectl.apply({ apiVersion: "v1", kind: "Namespace", metadata });
        const stack = await cluster().stack(component("ProjectIsolation", "shop", { namespace: name }));
        assert.equal(
            await stack.refused("up"),
            `ProjectIsolation "shop":\n  - 'namespace' (${name}) must not be isolated without intent: it belongs to the system, which others cannot reach then. Set 'allowSystem' to true if that is meant.`,
        );
        assert.equal(await annotation(name), undefined);
        await stack.program(component("ProjectIsolation", "shop", { namespace: name, allowSystem: true }));
        await stack.succeed("preview");
    });

    it("lists the policies that vanish when it is switched off, foreign ones too", async () => {
        const name = await namespace();
        const isolation = (enabled: boolean) =>
            component("ProjectIsolation", "shop", { namespace: name, enabled, allow: { "from-web": FROM_WEB } });
        const stack = await cluster().stack(isolation(true));
        await stack.succeed("up");
        await policyByHand(name, "by-hand", { ingress: [{ from: [{ namespace: { name: "web" } }] }] });
        await stack.program(isolation(false));
        const vanishing = `'enabled' (false) makes KubeSphere delete every NamespaceNetworkPolicy of ${name}, whoever made it: `;
        for (const operation of ["preview", "up"] as const) {
            const said = (await stack.succeed(operation)).messages.join("\n");
            const list = new RegExp(
                `${vanishing.replace(/[()']/g, "\\$&")}by-hand \\(made by console\\), from-web \\(made by pulumi-kubernetes[^)]*\\)\\.`,
            );
            assert.match(said, list, operation);
        }
        assert.equal(await annotation(name), "disabled");
        const after = (await stack.succeed("preview")).messages.join("\n");
        assert.ok(!after.includes(vanishing), after);
    });

    it("of a workspace lists the policies that vanish when it is switched off", async () => {
        const name = await namespace();
        await policyByHand(name, "by-hand", { ingress: [{ from: [{ namespace: { name: "web" } }] }] });
        const isolation = (enabled: boolean) => component("WorkspaceIsolation", "retail", { workspace, enabled });
        const stack = await cluster().stack(isolation(true));
        await stack.succeed("up");
        await stack.program(isolation(false));
        const said = (await stack.succeed("preview")).messages.join("\n");
        assert.ok(said.includes(`not isolated themselves: ${name}/by-hand (made by console).`), said);
    });

    it("announces the first egress rule, and what becomes of DNS", async () => {
        const name = await namespace();
        const egress = { direction: "egress", ipBlocks: [{ cidr: "192.0.2.0/24" }] };
        const stack = await cluster().stack(
            component("ProjectIsolation", "shop", { namespace: name, allow: { "to-office": egress } }),
        );
        const first = `'allow' (to-office) is the first egress rule of the project`;
        const said = (await stack.succeed("preview")).messages.join("\n");
        assert.ok(said.includes(first), said);
        assert.match(said, /no service kube-dns or coredns with pods\. Allow the cluster's DNS by a rule/);
        await stack.succeed("up");
        const again = (await stack.succeed("preview")).messages.join("\n");
        assert.ok(!again.includes(first), again);
    });

    it("follows its own key, and says who has the other one", async () => {
        const name = await namespace();
        const other = await namespace();
        const metadata = { name: other, annotations: { "kubesphere.io/workspace-isolate": "enabled" } };
        await cluster().kubectl.apply({ apiVersion: "v1", kind: "Namespace", metadata }, "console");
        try {
            const { said, stack } = await previewed(component("ProjectIsolation", "shop", { namespace: name }));
            assert.ok(
                said.includes(
                    `'annotationKey' is not set, so ${ISOLATE} is written; but Namespace ${other} has kubesphere.io/workspace-isolate.`,
                ),
                said,
            );
            const annotationKey = "kubesphere.io/workspace-isolate";
            await stack.program(component("ProjectIsolation", "shop", { namespace: name, annotationKey }));
            const up = (await stack.succeed("up")).messages.join("\n");
            assert.doesNotMatch(up, /'annotationKey'/);
            const live = await cluster().kubectl.get("v1", "Namespace", name);
            assert.deepEqual(live?.metadata?.annotations, { [annotationKey]: "enabled" });
        } finally {
            await cluster().kubectl.apply(
                { apiVersion: "v1", kind: "Namespace", metadata: { name: other } },
                "console",
            );
        }
    });

    it("of a workspace says which template has the annotation under its other name", async () => {
        const template = fresh("workspace");
        const metadata = { annotations: { "kubesphere.io/workspace-isolate": "enabled" } };
        const object = { apiVersion: TENANT, kind: "WorkspaceTemplate", metadata: { name: template } };
        const spec = { template: { metadata, spec: {} }, placement: {} };
        await cluster().kubectl.apply({ ...object, spec } as object);
        try {
            const args = { workspace: template, target: "WorkspaceTemplate" };
            const { said } = await previewed(component("WorkspaceIsolation", "retail", args));
            assert.ok(said.includes(`but WorkspaceTemplate ${template} has kubesphere.io/workspace-isolate.`), said);
        } finally {
            await cluster().kubectl.delete(TENANT, "WorkspaceTemplate", template);
        }
    });

    it("of a program that switches it off refuses policies of the project, before or after", async () => {
        const name = await namespace();
        const off = component("ProjectIsolation", "shop", { namespace: name, enabled: false });
        const policy = component("NamespaceNetworkPolicy", "from-web", { namespace: name, ...FROM_WEB });
        const what = `'namespace' (${name}) must be isolated if it has policies: this program switches its isolation off`;
        const stack = await cluster().stack(off + policy);
        assert.ok((await stack.refused("preview")).startsWith(`NamespaceNetworkPolicy "from-web":\n  - ${what}`));
        await stack.program(policy + off);
        // The policy is told too, or it would have been written by the time that the program ends.
        const { errors } = await stack.run("up");
        assert.ok(errors[0]?.startsWith(`ProjectIsolation "shop":\n  - ${what}`), errors.join("\n"));
        assert.deepEqual(await policies(name), []);
        const args = JSON.stringify({ namespace: name, allow: { "from-web": FROM_WEB } });
        await stack.program(`new net.ProjectIsolation("shop", { ...${args}, enabled: pulumi.output(false) });`);
        assert.ok((await stack.refused("up")).startsWith(`ProjectIsolation "shop":\n  - ${what}`));
        assert.deepEqual([await annotation(name), await policies(name)], [undefined, []]);
    });

    it("of nobody is said of a single policy, until a program isolates the project", async () => {
        const name = await namespace();
        const policy = component("NamespaceNetworkPolicy", "from-web", { namespace: name, ...FROM_WEB });
        const what = `'namespace' (${name}) is isolated neither on the cluster nor by this program: KubeSphere deletes`;
        const { stack, said } = await previewed(policy);
        assert.ok(said.includes(what), said);
        await stack.program(policy + component("ProjectIsolation", "shop", { namespace: name }));
        const isolated = (await stack.succeed("preview")).messages.join("\n");
        assert.ok(!isolated.includes(what), isolated);
    });

    it("refuses a service without a selector as a peer, and registers nothing", async () => {
        const name = await namespace();
        const data = await namespace();
        await service(data, "outside", { ports: [{ port: 5432 }] });
        const services = [{ name: "outside", namespace: data }];
        const stack = await cluster().stack(
            component("ProjectIsolation", "shop", {
                namespace: name,
                allow: { "from-db": { direction: "ingress", services } },
            }),
        );
        assert.equal(
            await stack.refused("preview"),
            `NamespaceNetworkPolicy "shop-from-db":\n  - 'services[0]' (${data}/outside) must be a service with a selector: KubeSphere applies no part of the policy otherwise. Allow its addresses by 'ipBlocks' instead.`,
        );
        await stack.refused("up");
        assert.deepEqual(await policies(name), []);
    });

    it("says which peers are not there, not labelled or listen elsewhere", async () => {
        const name = await namespace();
        const data = await namespace();
        const bare = await cluster().namespace();
        const selector = { app: "db" };
        await service(data, "db", { selector, ports: [{ port: 80, targetPort: 9376 }] });
        const services = [
            { name: "db", namespace: data },
            { name: "cache", namespace: data },
        ];
        const { said } = await previewed(
            component("ProjectIsolation", "shop", {
                namespace: name,
                allow: {
                    "to-data": { direction: "egress", services },
                    "from-bare": { direction: "ingress", namespaces: [bare, "nowhere"] },
                },
            }),
        );
        for (const text of [
            `NamespaceNetworkPolicy "shop-to-data": 'services[0]' (${data}/db) allows port 80, as KubeSphere takes it from the service, but its pods listen on targetPort 9376.`,
            `NamespaceNetworkPolicy "shop-to-data": 'services[1]' (${data}/cache) does not exist on the cluster`,
            `NamespaceNetworkPolicy "shop-from-bare": 'namespaces[0]' (${bare}) has no label ${NAMESPACE_LABEL}=${bare}`,
            `NamespaceNetworkPolicy "shop-from-bare": 'namespaces[1]' (nowhere) does not exist on the cluster`,
        ]) {
            assert.ok(said.includes(text), `${text}\nin\n${said}`);
        }
    });
});
