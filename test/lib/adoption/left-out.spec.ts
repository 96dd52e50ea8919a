// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { LiveObject } from "../../../lib/adoption/adoption";
import type { ClusterContents } from "../../../lib/adoption/contents";
import { EVERYTHING, type Selection } from "../../../lib/adoption/selection";
import { byName } from "../../../lib/cluster/objects";
import { adopted, IPV4, IPV6, ISOLATE, LABEL, live, MODES, pool, POOLS } from "./clusters";

const OTHER_KEY = "kubesphere.io/workspace-isolate";
const STACK = "pulumi-kubernetes-0123abcd";

/** The metadata field that says who holds a field. */
function heldBy(manager: string, ...path: string[]): object {
    const fieldsV1 = path.reduceRight<object>((inner, step) => ({ [`f:${step}`]: inner }), {});
    return { managedFields: [{ manager, fieldsV1 }] };
}

const namespace = (name: string, metadata: object): LiveObject => live("Namespace", { name, ...metadata });
const policy = (name: string, spec: object, metadata: object = {}): LiveObject =>
    live("NamespaceNetworkPolicy", { name, namespace: "shop", ...metadata }, { spec });
const plan = (spec: object, rest: object = {}): LiveObject =>
    live(
        "InstallPlan",
        { name: "network" },
        {
            spec: {
                extension: { name: "network", version: "1.3.0" },
                enabled: true,
                upgradeStrategy: "Manual",
                ...spec,
            },
            ...rest,
        },
    );

const INSIDE = { labels: { "kubesphere.io/policy-type": "ingress", "kubesphere.io/policy-traffic": "inside" } };
const FROM_WEB = { ingress: [{ from: [{ namespace: { name: "web" } }] }], policyTypes: ["Ingress"] };
const SHOP = namespace("shop", { annotations: { [ISOLATE]: "enabled" } });

/** What of a cluster is left out, as "kind name, part: reason", without the way out. */
function leftOut(parts: Partial<ClusterContents>, selection: Selection = EVERYTHING): string[] {
    return adopted(parts, selection).leftOut.map(
        ({ kind, name, part, reason }) => `${kind} ${name}${part === undefined ? "" : `, ${part}`}: ${reason}`,
    );
}

/** Each row is one cluster, and all that is left out of it. */
function table(
    rows: readonly (readonly [what: string, parts: Partial<ClusterContents>, ...expected: string[]])[],
): void {
    for (const [what, parts, ...expected] of rows) {
        it(what, () => {
            assert.deepEqual(leftOut(parts), expected);
        });
    }
}

describe("A pool is left out", () => {
    table([
        [
            "if Calico makes it itself",
            { pools: [pool("default-ipv6-ippool", { cidr: "fd00::/64", ...MODES })] },
            "IPPool default-ipv6-ippool: Calico makes this pool itself, and makes it again where it is missing.",
        ],
        [
            "if an operator makes it",
            {
                pools: [
                    pool(
                        "a",
                        { cidr: "10.0.0.0/16", ...MODES },
                        { labels: { "app.kubernetes.io/managed-by": "tigera-operator" } },
                    ),
                ],
            },
            "IPPool a: tigera-operator makes it, as its label app.kubernetes.io/managed-by says.",
        ],
        [
            "if a Helm release makes it",
            {
                pools: [
                    pool(
                        "a",
                        { cidr: "10.0.0.0/16", ...MODES },
                        { annotations: { "meta.helm.sh/release-name": "net" } },
                    ),
                ],
            },
            "IPPool a: The Helm release net makes it.",
        ],
        [
            "if a Pulumi stack has it",
            { pools: [pool("a", { cidr: "10.0.0.0/16", ...MODES }, heldBy(STACK, "spec"))] },
            `IPPool a: It belongs to a Pulumi stack already: the field manager ${STACK} has it.`,
        ],
        [
            "if it says nothing of a mode",
            { pools: [pool("a", { cidr: "10.0.0.0/16", vxlanMode: "Never" })] },
            "IPPool a: It has no ipipMode, and what that means depends on the version of Calico; the component writes the modes.",
        ],
        [
            "if it has a field that the component does not write",
            { pools: [pool("a", { cidr: "10.0.0.0/16", ...MODES, "nat-outgoing": true })] },
            "IPPool a: It has nat-outgoing, which IPPool of this package does not write.",
        ],
        [
            "if the component would write another block size than the one in effect",
            { pools: [pool("a", { cidr: "10.0.0.0/28", ...MODES })] },
            "IPPool a: Its blockSize would become 28; it is 26.",
        ],
        [
            "if the program would be refused for it",
            { pools: [pool("a", { cidr: "10.0.0.1/16", ...MODES })] },
            "IPPool a: The program would be refused: 'pools.a.cidr' (10.0.0.1/16) must have no bits set after the prefix. Did you mean 10.0.0.0/16?",
        ],
        [
            "if it has addresses of another one, which stays",
            { pools: [POOLS[0]!, pool("z", { cidr: "10.0.128.0/20", ...MODES })] },
            `IPPool z: The program would be refused: 'pools.z.cidr' (10.0.128.0/20) must not overlap the pool "a" (10.0.0.0/16) of this stack. Choose a CIDR that no other pool of this cluster has.`,
        ],
    ]);

    it("but not if it is Calico's and is asked for by name", () => {
        const pools = [pool("default-ipv4-ippool", { cidr: "10.0.0.0/16", ...MODES })];
        assert.deepEqual(leftOut({ pools }, { ...EVERYTHING, pools: ["default-ipv4-ippool"] }), []);
    });
});

describe("A binding is left out", () => {
    const bound = (metadata: object) => ({ pools: POOLS, namespaces: [namespace("shop", metadata)] });
    table([
        [
            "if labels and annotation say different things",
            bound({ labels: { [`${LABEL}a`]: "" }, annotations: { [IPV4]: '["b"]' } }),
            "Namespace shop, binding: Its labels bind it to a, and its annotations to b.",
        ],
        [
            "if there is only Calico's annotation",
            bound({ annotations: { [IPV4]: '["a"]' } }),
            "Namespace shop, binding: It has Calico's annotation for a without KubeSphere's labels, which the component writes too.",
        ],
        [
            "if the annotation cannot be read",
            bound({ labels: { [`${LABEL}a`]: "" }, annotations: { [IPV4]: "a" } }),
            `Namespace shop, binding: Its annotation ${IPV4} (a) is no JSON list of pools.`,
        ],
        [
            "if a list has a pool of the other address family",
            bound({ labels: { [`${LABEL}six`]: "" }, annotations: { [IPV4]: '["six"]' } }),
            `Namespace shop, binding: Its annotation ${IPV6} (missing) has pools of the other address family.`,
        ],
        [
            "if its labels have several values",
            bound({ labels: { [`${LABEL}a`]: "true", [`${LABEL}b`]: "" } }),
            'Namespace shop, binding: Its labels have several values ("true", ""), and the component writes one.',
        ],
        [
            "if a pool is gone",
            bound({ labels: { [`${LABEL}gone`]: "" } }),
            "Namespace shop, binding: It is bound to gone, and the cluster has no such pool: every new pod fails.",
        ],
        [
            "if another stack has one of its keys",
            bound({ labels: { [`${LABEL}a`]: "" }, ...heldBy(STACK, "metadata", "labels", `${LABEL}a`) }),
            `Namespace shop, binding: It belongs to a Pulumi stack already: the field manager ${STACK} has it.`,
        ],
        [
            "if Helm writes one of its keys",
            bound({ labels: { [`${LABEL}a`]: "" }, ...heldBy("helm", "metadata", "labels", `${LABEL}a`) }),
            `Namespace shop, binding: Helm writes ${LABEL}a.`,
        ],
        [
            "if the namespace is of the system by its workspace",
            bound({ labels: { [`${LABEL}a`]: "", "kubesphere.io/workspace": "system-workspace" } }),
            "Namespace shop, binding: The namespace belongs to the system.",
        ],
    ]);
});

describe("An isolation is left out", () => {
    const workspace = (annotations: object, name = "retail") => live("Workspace", { name, annotations });
    const template = (name: string, annotations: object, own: object = {}) =>
        live("WorkspaceTemplate", { name, annotations: own }, { spec: { template: { metadata: { annotations } } } });
    const host = (...workspaceTemplates: LiveObject[]) => ({ host: { installPlans: [], workspaceTemplates } });
    table([
        [
            "if it is neither on nor off",
            { namespaces: [namespace("shop", { annotations: { [ISOLATE]: "true" } })] },
            `Namespace shop, isolation: Its ${ISOLATE} is "true", which counts as off; the component writes enabled or disabled.`,
        ],
        [
            "as far as a second key says it again",
            { workspaces: [workspace({ [ISOLATE]: "enabled", [OTHER_KEY]: "disabled" })] },
            `Workspace retail, isolation: It has ${OTHER_KEY} (disabled) beside ${ISOLATE}, and the component writes one key.`,
        ],
        [
            "if another stack has its key",
            {
                workspaces: [
                    live("Workspace", {
                        name: "retail",
                        annotations: { [ISOLATE]: "enabled" },
                        ...heldBy(STACK, "metadata", "annotations", ISOLATE),
                    }),
                ],
            },
            `Workspace retail, isolation: It belongs to a Pulumi stack already: the field manager ${STACK} has it.`,
        ],
        [
            "if it is of the system's workspace or namespaces",
            {
                workspaces: [workspace({ [ISOLATE]: "disabled" }, "system-workspace")],
                namespaces: [namespace("kube-system", { annotations: { [ISOLATE]: "disabled" } })],
            },
            "Namespace kube-system, isolation: The namespace belongs to the system.",
            "Workspace system-workspace, isolation: The workspace belongs to the system.",
        ],
        [
            "if a template on the host decides otherwise",
            {
                workspaces: [workspace({ [ISOLATE]: "enabled" })],
                ...host(template("retail", { [ISOLATE]: "disabled" })),
            },
            `Workspace retail, isolation: Its ${ISOLATE} is enabled, and its WorkspaceTemplate says disabled, which KubeSphere writes over it.`,
        ],
        [
            "not where a template says the same, which is adopted instead",
            {
                workspaces: [workspace({ [ISOLATE]: "enabled" })],
                ...host(template("retail", { [ISOLATE]: "enabled" })),
            },
        ],
        [
            "if it is on the template itself, where nobody reads it",
            host(template("retail", {}, { [ISOLATE]: "enabled" })),
            `WorkspaceTemplate retail, isolation: It has ${ISOLATE} on itself, which KubeSphere copies nowhere: only what is below spec.template reaches the workspaces.`,
        ],
    ]);
});

describe("A policy is left out", () => {
    const one =
        "It is not one rule for one direction with peers of one kind, which is what an entry of 'allow' can say.";
    const of = (...policies: LiveObject[]) => ({ namespaces: [SHOP], policies });
    const title = "NamespaceNetworkPolicy shop/x";
    table([
        [
            "if its namespace is not isolated",
            { namespaces: [namespace("shop", {})], policies: [policy("x", FROM_WEB, INSIDE)] },
            `${title}: Its namespace is not isolated by an annotation that is adopted, without which KubeSphere 3 deletes its policies.`,
        ],
        [
            "if the isolation of its namespace is off",
            {
                namespaces: [namespace("shop", { annotations: { [ISOLATE]: "disabled" } })],
                policies: [policy("x", FROM_WEB, INSIDE)],
            },
            `${title}: The isolation of its namespace is off, and KubeSphere deletes the policies of such a namespace.`,
        ],
        [
            "if it has two directions",
            of(policy("x", { ...FROM_WEB, egress: [{ to: [{ namespace: { name: "web" } }] }] }, INSIDE)),
            `${title}: ${one}`,
        ],
        [
            "if it has two rules",
            of(policy("x", { ...FROM_WEB, ingress: [...FROM_WEB.ingress, ...FROM_WEB.ingress] }, INSIDE)),
            `${title}: ${one}`,
        ],
        [
            "if it has peers of two kinds",
            of(
                policy(
                    "x",
                    {
                        ingress: [{ from: [{ namespace: { name: "web" } }, { ipBlock: { cidr: "10.0.0.0/8" } }] }],
                        policyTypes: ["Ingress"],
                    },
                    INSIDE,
                ),
            ),
            `${title}: ${one}`,
        ],
        [
            "if it has no peers",
            of(policy("x", { ingress: [{}], policyTypes: ["Ingress"] }, INSIDE)),
            `${title}: ${one}`,
        ],
        ["if it does not say its types", of(policy("x", { ingress: FROM_WEB.ingress }, INSIDE)), `${title}: ${one}`],
        [
            "if it has other labels than the component writes",
            of(policy("x", FROM_WEB, { labels: { "kubesphere.io/policy-type": "ingress" } })),
            `${title}: It lacks the labels kubesphere.io/policy-traffic=inside, by which KubeSphere's console shows it and which the component writes.`,
        ],
        [
            "if its name is one of KubeSphere's own",
            of(policy("network-isolate", FROM_WEB, INSIDE)),
            "NamespaceNetworkPolicy shop/network-isolate: The program would be refused: 'projects.shop.allow.network-isolate' (network-isolate) must not be network-isolate: KubeSphere's own policy has that name. Choose another one.",
        ],
        [
            "if it names a port, which a description cannot",
            of(
                policy(
                    "x",
                    {
                        ingress: [{ from: [{ namespace: { name: "web" } }], ports: [{ port: "http" }] }],
                        policyTypes: ["Ingress"],
                    },
                    INSIDE,
                ),
            ),
            `${title}: The program would be refused: 'projects.shop.allow.x.ports[0].port' (http) must be a whole number.`,
        ],
        [
            "if it allows a service without a selector, which a preview refuses",
            {
                ...of(
                    policy(
                        "x",
                        {
                            ingress: [{ from: [{ service: { name: "db", namespace: "data" } }] }],
                            policyTypes: ["Ingress"],
                        },
                        INSIDE,
                    ),
                ),
                services: new Map([["data", byName([{ metadata: { name: "db" }, spec: {} }])]]),
            },
            `${title}: A preview refuses it: 'services[0]' (data/db) must be a service with a selector: KubeSphere applies no part of the policy otherwise. Allow its addresses by 'ipBlocks' instead.`,
        ],
    ]);
});

describe("The network extension is left out", () => {
    const host = (...installPlans: LiveObject[]) => ({ host: { installPlans, workspaceTemplates: [] } });
    const title = "InstallPlan network";
    table([
        [
            "if it is disabled",
            host(plan({ enabled: false })),
            `${title}: It is disabled, and NetworkPlatform has the extension enabled.`,
        ],
        [
            "if it has another strategy",
            host(plan({ upgradeStrategy: "Automatic" })),
            `${title}: Its upgradeStrategy is Automatic, and the component writes Manual.`,
        ],
        [
            "if it is placed by a selector",
            host(plan({ clusterScheduling: { placement: { clusterSelector: {} } } })),
            `${title}: It is placed by a selector of clusters, and NetworkPlatform names them.`,
        ],
        [
            "if an override has another form than the component writes",
            host(
                plan({
                    clusterScheduling: {
                        placement: { clusters: ["host"] },
                        overrides: { host: "network: {controller: {resources: {}}}\n" },
                    },
                }),
            ),
            `${title}: The component would write its config or an override in another form, and KubeSphere would upgrade the extension.`,
        ],
        [
            "if its values have a secret",
            host(plan({ config: "global:\n    imageRegistry: r\n    registry:\n        password: hunter2\n" })),
            `${title}: Its values have global.registry.password, which looks like a secret, and a secret does not belong into a file.`,
        ],
        [
            "if it has failed",
            host(plan({}, { status: { state: "InstallFailed", version: "1.3.0", configHash: "cbf29ce484222325" } })),
            `${title}: It has failed: host: InstallFailed 1.3.0.`,
        ],
        [
            "if a preview would refuse its version",
            {
                host: {
                    installPlans: [plan({})],
                    workspaceTemplates: [],
                    extensionVersions: [
                        {
                            metadata: { name: "network-1.2.0", labels: { "kubesphere.io/extension-ref": "network" } },
                            spec: { version: "1.2.0" },
                        },
                    ],
                },
            },
            `${title}: A preview refuses it: 'version' (1.3.0) is not a version of network that this KubeSphere has. There are 1.2.0.`,
        ],
        [
            "if its values are ones that its chart does not have",
            host(plan({ config: "global: {nonsense: 1}\n" })),
            `${title}: The program would be refused: 'extension.configYaml.global.nonsense' (1) is not a value of the chart of version 1.3.0. Remove it, or use one of imageRegistry, imagePullSecrets, nodeSelector, clusterInfo, portal, extension, upgradeConfig, ippool, networkPolicy.`,
        ],
    ]);

    it("not for the form of its config, which is then kept as text", () => {
        const config = "# ours\nglobal: {ippool: {webhook: false}}\n";
        const { spec } = adopted(host(plan({ config })));
        assert.deepEqual(spec, { extension: { version: "1.3.0", configYaml: config } });
    });
});
