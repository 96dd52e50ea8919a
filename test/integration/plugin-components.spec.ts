// SPDX-License-Identifier: Apache-2.0
// Every component as a program in another language gets it: through the plugin's gRPC. See plugin.spec.ts for the rest.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { UNKNOWN } from "../../sandbox/engine/values";
import type { LiveObject } from "../support/kubectl";
import { describeOnControlPlane, fresh } from "./support/on-control-plane";
import { answers, pluginGone, pluginProgram } from "./support/plugin-program";

const CALICO = "crd.projectcalico.org/v1";
const KUBESPHERE = "kubesphere.io/v1alpha1";
const NETWORK = "network.kubesphere.io/v1alpha1";
const TENANT = "tenant.kubesphere.io/v1beta1";

const BOUND_TO = "ippool.network.kubesphere.io/";
const POOLS = "cni.projectcalico.org/ipv4pools";
const ISOLATE = "kubesphere.io/network-isolate";

const PACKAGE = "kubesphere-network:index";
const STACK = "pulumi:pulumi:Stack::probe-dev";

const PLAN_TYPE = `kubernetes:${KUBESPHERE}:InstallPlan`;
const POOL_TYPE = `kubernetes:${CALICO}:IPPool`;
const NAMESPACE_TYPE = "kubernetes:core/v1:NamespacePatch";
const WORKSPACE_TYPE = `kubernetes:${TENANT}:WorkspacePatch`;
const POLICY_TYPE = `kubernetes:${NETWORK}:NamespaceNetworkPolicy`;

const { resources } = JSON.parse(readFileSync(resolve(__dirname, "../../schema.json"), "utf8")) as {
    resources: object;
};

/** Names of what the program below is about: namespaces, workspaces and pools. */
interface Names {
    readonly shop: string;
    readonly vault: string;
    readonly desk: string;
    readonly retail: string;
    readonly data: string;
    readonly pool: string;
    readonly store: string;
    readonly archive: string;
}

const FROM_WEB = '{ direction: "ingress", namespaces: ["web"], ports: [{ port: 8080 }] }';

const program = ({ shop, vault, retail, data, pool, store }: Names) =>
    pluginProgram(`
    await plugin.construct("Extension", "apps", {
        extension: "openpitrix",
        version: "2.0.2",
        config: { openpitrix: { hosts: ["a", { name: "b", tls: true }] } },
    });
    await plugin.construct("NetworkExtension", "network", { version: "1.3.0", clusters: ["host"] });
    const pool = await plugin.construct("IPPool", "${pool}", {
        cidr: knownLate("10.121.0.0/20"),
        vxlanMode: "CrossSubnet",
    });
    await plugin.construct("NamespaceBinding", "binding", { namespace: "${shop}", pools: [pool.poolName] });
    await plugin.construct("WorkspaceIsolation", "retail", { workspace: "${retail}" });
    await plugin.construct("ProjectIsolation", "shop", { namespace: "${shop}", allow: { "from-web": ${FROM_WEB} } });
    await plugin.construct("NamespaceNetworkPolicy", "to-ledger", {
        namespace: "${shop}",
        direction: "egress",
        services: [{ name: "ledger", namespace: "${vault}" }],
    });
    await plugin.construct("NetworkPlatform", "platform", {
        spec: {
            pools: { "${store}": { cidr: "10.122.0.0/20", natOutgoing: true } },
            workspaces: { "${data}": { isolated: false } },
            projects: { "${vault}": { pools: ["${store}"], isolated: true, allow: { "from-web": ${FROM_WEB} } } },
        },
    });
    await plugin.construct("NetworkPlatform", "filed", { file: "network.yaml" });`);

const file = ({ desk, archive }: Names) => `
pools: { ${archive}: { cidr: 10.123.0.0/20 } }
projects: { ${desk}: { pools: [${archive}] } }
`;

/** A component under the stack and its resources under it. */
const tree = (type: string, name: string, children: Readonly<Record<string, string>>) => [
    `${PACKAGE}:${type}::${name} in ${STACK}`,
    ...Object.entries(children).map(
        ([child, childType]) => `${PACKAGE}:${type}$${childType}::${child} in ${PACKAGE}:${type}::${name}`,
    ),
];

const registered = ({ vault, desk, data, pool, store, archive }: Names) =>
    [
        ...tree("Extension", "apps", { apps: PLAN_TYPE }),
        ...tree("NetworkExtension", "network", { network: PLAN_TYPE }),
        ...tree("IPPool", pool, { [pool]: POOL_TYPE }),
        ...tree("NamespaceBinding", "binding", { binding: NAMESPACE_TYPE }),
        ...tree("WorkspaceIsolation", "retail", { retail: WORKSPACE_TYPE }),
        ...tree("ProjectIsolation", "shop", { shop: NAMESPACE_TYPE, "shop-from-web": POLICY_TYPE }),
        ...tree("NamespaceNetworkPolicy", "to-ledger", { "to-ledger": POLICY_TYPE }),
        ...tree("NetworkPlatform", "platform", {
            [`platform-pool-${store}`]: POOL_TYPE,
            [`platform-binding-${vault}`]: NAMESPACE_TYPE,
            [`platform-workspace-${data}`]: WORKSPACE_TYPE,
            [`platform-project-${vault}`]: NAMESPACE_TYPE,
            [`platform-project-${vault}-from-web`]: POLICY_TYPE,
        }),
        ...tree("NetworkPlatform", "filed", {
            [`filed-pool-${archive}`]: POOL_TYPE,
            [`filed-binding-${desk}`]: NAMESPACE_TYPE,
        }),
    ].sort();

const MADE = {
    installPlans: [],
    ipPools: [],
    namespaceBindings: [],
    workspaceIsolations: [],
    projectIsolations: [],
    namespaceNetworkPolicies: [],
};

/** Outputs of the components, of which a preview does not know some. */
const outputs = ({ shop, vault, desk, retail, data, pool, store, archive }: Names, isPreview: boolean) => {
    const late = (value: string) => (isPreview ? UNKNOWN : value);
    const plan = (installPlanName: string, version: string, effectiveConfig: object) => ({
        installPlanName,
        version,
        state: late("Installed"),
        targetNamespace: late(`extension-${installPlanName}`),
        effectiveConfig,
    });
    const platform = { extensionState: "", effectiveConfig: {} };
    const switches = { ippool: { enable: true, type: "calico", webhook: true }, networkPolicy: { enable: true } };
    return {
        apps: plan("openpitrix", "2.0.2", {}),
        network: plan("network", "1.3.0", { host: { global: switches } }),
        [pool]: { poolName: pool, cidr: late("10.121.0.0/20") },
        binding: { namespace: shop, pools: [pool] },
        retail: { workspace: retail },
        shop: { namespace: shop, policyNames: ["from-web"] },
        "to-ledger": { policyName: "to-ledger" },
        platform: {
            ...platform,
            made: {
                ...MADE,
                ipPools: [store],
                namespaceBindings: [vault],
                workspaceIsolations: [data],
                projectIsolations: [vault],
                namespaceNetworkPolicies: [`${vault}/from-web`],
            },
        },
        filed: { ...platform, made: { ...MADE, ipPools: [archive], namespaceBindings: [desk] } },
    };
};

/** What the components make of the objects: specs, and what namespaces and workspaces have of this project's keys. */
const objects = ({ vault, pool, store, archive }: Names) => {
    const ipPool = (cidr: string, changed: object) => ({
        cidr,
        blockSize: 26,
        ipipMode: "Never",
        vxlanMode: "Never",
        natOutgoing: false,
        nodeSelector: "all()",
        disabled: false,
        allowedUses: ["Workload", "Tunnel"],
        assignmentMode: "Automatic",
        ...changed,
    });
    const bound = (name: string) => ({ labels: [BOUND_TO + name], annotations: { [POOLS]: JSON.stringify([name]) } });
    const isolated = (name: string) => {
        const { labels, annotations } = bound(name);
        return { labels, annotations: { ...annotations, [ISOLATE]: "enabled" } };
    };
    const fromWeb = {
        ingress: [{ from: [{ namespace: { name: "web" } }], ports: [{ protocol: "TCP", port: 8080 }] }],
        policyTypes: ["Ingress"],
    };
    return {
        apps: {
            extension: { name: "openpitrix", version: "2.0.2" },
            enabled: true,
            upgradeStrategy: "Manual",
            config: "openpitrix:\n    hosts:\n        - a\n        - name: b\n          tls: true\n",
        },
        network: { placement: { clusters: ["host"] } },
        pools: [
            ipPool("10.121.0.0/20", { vxlanMode: "CrossSubnet" }),
            ipPool("10.122.0.0/20", { natOutgoing: true }),
            ipPool("10.123.0.0/20", {}),
        ],
        namespaces: [isolated(pool), isolated(store), bound(archive)],
        workspaces: [{ [ISOLATE]: "enabled" }, { [ISOLATE]: "disabled" }],
        policies: [
            fromWeb,
            fromWeb,
            { egress: [{ to: [{ service: { name: "ledger", namespace: vault } }] }], policyTypes: ["Egress"] },
        ],
    };
};

describeOnControlPlane("Components for other languages", (cluster) => {
    const get = async (apiVersion: string, kind: string, name: string, namespace?: string): Promise<LiveObject> =>
        (await cluster().kubectl.get(apiVersion, kind, name, namespace)) ?? {};
    const spec = async (...which: Parameters<typeof get>) => (await get(...which)).spec;

    const live = async ({ shop, vault, desk, retail, data, pool, store, archive }: Names) => ({
        apps: await spec(KUBESPHERE, "InstallPlan", "openpitrix"),
        network: (await spec(KUBESPHERE, "InstallPlan", "network"))?.clusterScheduling,
        pools: await Promise.all([pool, store, archive].map((name) => spec(CALICO, "IPPool", name))),
        namespaces: await Promise.all(
            [shop, vault, desk].map(async (name) => {
                const { labels = {}, annotations = {} } = (await get("v1", "Namespace", name)).metadata ?? {};
                return { labels: Object.keys(labels).filter((label) => label.startsWith(BOUND_TO)), annotations };
            }),
        ),
        workspaces: await Promise.all(
            [retail, data].map(async (name) => (await get(TENANT, "Workspace", name)).metadata?.annotations ?? {}),
        ),
        policies: [
            await spec(NETWORK, "NamespaceNetworkPolicy", "from-web", shop),
            await spec(NETWORK, "NamespaceNetworkPolicy", "from-web", vault),
            await spec(NETWORK, "NamespaceNetworkPolicy", "to-ledger", shop),
        ],
    });

    const workspace = async () => {
        const name = fresh("workspace");
        const object = { apiVersion: TENANT, kind: "Workspace", metadata: { name }, spec: { manager: "admin" } };
        await cluster().kubectl.apply(object);
        return name;
    };

    it("are constructed by the plugin, all of them, in a preview and in an update", async () => {
        const names: Names = {
            shop: await cluster().namespace(),
            vault: await cluster().namespace(),
            desk: await cluster().namespace(),
            retail: await workspace(),
            data: await workspace(),
            pool: fresh("pool"),
            store: fresh("pool"),
            archive: fresh("pool"),
        };
        const expected = registered(names);
        const components = expected.filter((each) => each.endsWith(STACK)).map((each) => each.split("::")[0]);
        assert.deepEqual([...new Set(components)], Object.keys(resources).sort());

        const before = await live(names);
        const stack = await cluster().stack(program(names));
        await stack.file("network.yaml", file(names));
        assert.deepEqual((await stack.succeed("preview")).registered, expected);
        assert.deepEqual(await answers(stack), outputs(names, true));
        assert.deepEqual(await live(names), before);

        assert.deepEqual((await stack.succeed("up")).registered, expected);
        assert.deepEqual(await answers(stack), outputs(names, false));
        assert.deepEqual(await live(names), objects(names));
        await pluginGone(stack);

        assert.deepEqual((await stack.succeed("up")).steps, []);
        await stack.succeed("destroy");
        assert.deepEqual(await live(names), before);
    });
});
