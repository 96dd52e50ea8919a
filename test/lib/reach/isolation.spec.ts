// SPDX-License-Identifier: Apache-2.0
// Proves what KubeSphere 3.4 makes of isolation, as its source and the tests beside it say; that of version 4 is not open.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
    type IsolatedObject,
    type Isolation,
    type NamespacePolicy,
    networkPoliciesOf,
} from "../../../lib/reach/isolation";
import { reach } from "../../../lib/reach/reach";
import type { NetworkPolicy, PolicyPeer } from "../../../lib/reach/world";
import { pods, worldOf } from "./parties";

type Switch = "enabled" | "disabled" | undefined;

function annotated(name: string, labels: Record<string, string>, isolation: Switch): IsolatedObject {
    return { name, labels, annotations: isolation === undefined ? {} : { "kubesphere.io/network-isolate": isolation } };
}

function project(name: string, isolation?: Switch, workspace = "retail"): IsolatedObject {
    return annotated(name, { "kubesphere.io/workspace": workspace }, isolation);
}

function workspace(isolation?: Switch): IsolatedObject {
    return annotated("retail", {}, isolation);
}

function isolation(parts: Partial<Isolation>): Isolation {
    const nothing = { policies: [], services: [], nodeAddresses: [], allowedNamespaces: [] };
    return { namespaces: [project("shop", "enabled")], workspaces: [workspace()], ...nothing, ...parts };
}

function namespace(name: string): PolicyPeer {
    return { namespaceSelector: { matchLabels: { "kubesphere.io/namespace": name } } };
}

const KUBE_DNS = {
    namespace: "kube-system",
    name: "kube-dns",
    selector: { "k8s-app": "kube-dns" },
    ports: [
        { port: 53, protocol: "UDP" },
        { port: 9153, protocol: "TCP" },
    ],
};
const SQL = { namespace: "ledger", name: "sql", selector: { app: "db" }, ports: [{ port: 80, protocol: "TCP" }] };
const SQL_PODS = { podSelector: { matchLabels: { app: "db" } }, ...namespace("ledger") };
const EXTERNAL = { namespace: "ledger", name: "external", selector: {}, ports: [{ port: 443 }] };

const ISOLATED: NetworkPolicy = {
    namespace: "shop",
    name: "nsnp-network-isolate",
    madeFrom: "isolation of the project shop",
    podSelector: {},
    policyTypes: ["Ingress"],
    ingress: [{ peers: [namespace("shop")] }],
};
const WITH_WORKSPACE: NetworkPolicy = {
    ...ISOLATED,
    madeFrom: "isolation of the workspace retail",
    ingress: [{ peers: [{ namespaceSelector: { matchLabels: { "kubesphere.io/workspace": "retail" } } }] }],
};
const DNS_AT_NODE = {
    peers: [{ ipBlock: { cidr: "169.254.25.10/32" } }],
    ports: [
        { protocol: "TCP", port: 53 },
        { protocol: "UDP", port: 53 },
    ],
};
const DNS_PODS = {
    peers: [{ podSelector: { matchLabels: KUBE_DNS.selector }, ...namespace("kube-system") }],
    ports: KUBE_DNS.ports,
};

/** The policy that comes of a NamespaceNetworkPolicy called "rules". */
function made(parts: Partial<NetworkPolicy>): NetworkPolicy {
    const madeFrom = "NamespaceNetworkPolicy shop/rules";
    return { namespace: "shop", name: "nsnp-rules", madeFrom, podSelector: {}, ...parts };
}

function rules(parts: Omit<NamespacePolicy, "namespace" | "name">): NamespacePolicy {
    return { namespace: "shop", name: "rules", ...parts };
}

describe("The isolation of KubeSphere", () => {
    const table: [string, Partial<Isolation>, NetworkPolicy[]][] = [
        ["of a project lets in the project", {}, [ISOLATED]],
        [
            "of a workspace lets in the workspace",
            { namespaces: [project("shop")], workspaces: [workspace("enabled")] },
            [WITH_WORKSPACE],
        ],
        ["of a project counts before that of its workspace", { workspaces: [workspace("enabled")] }, [ISOLATED]],
        [
            "of a workspace counts where that of the project is switched off",
            { namespaces: [project("shop", "disabled")], workspaces: [workspace("enabled")] },
            [WITH_WORKSPACE],
        ],
        ["is nothing where nothing is switched on", { namespaces: [project("shop")] }, []],
        ["is nothing for a namespace without a workspace", { namespaces: [annotated("shop", {}, "enabled")] }, []],
        ["is nothing for a namespace whose workspace does not exist", { workspaces: [] }, []],
        [
            "lets in the namespaces of the controller's option",
            { allowedNamespaces: ["kubesphere-monitoring-system"] },
            [{ ...ISOLATED, ingress: [{ peers: [namespace("shop"), namespace("kubesphere-monitoring-system")] }] }],
        ],
        [
            "lets in the addresses that nodes are annotated with, in order and without texts that are none",
            { nodeAddresses: ["fd00::1", "10.0.0.2", "", " 10.0.0.3", "10.0.0.1"] },
            [
                {
                    ...ISOLATED,
                    ingress: [
                        ...ISOLATED.ingress!,
                        {
                            peers: ["10.0.0.1/32", "10.0.0.2/32", "fd00::1/128"].map((cidr) => ({ ipBlock: { cidr } })),
                        },
                    ],
                },
            ],
        ],
    ];
    for (const [title, parts, policies] of table) {
        it(title, () => {
            assert.deepEqual(networkPoliciesOf(isolation(parts)), policies);
        });
    }
});

describe("NamespaceNetworkPolicies", () => {
    const allow = rules({ ingress: [{ from: [{ namespace: { name: "web" } }] }] });
    const allowed = made({ policyTypes: ["Ingress"], ingress: [{ peers: [namespace("web")], ports: [] }] });

    const table: [string, Partial<Isolation>, NetworkPolicy[]][] = [
        ["of an isolated project let in what they allow", { policies: [allow] }, [ISOLATED, allowed]],
        ["of a project that is not isolated are deleted", { namespaces: [project("shop")], policies: [allow] }, []],
        [
            "of a project that only its workspace isolates are deleted, and bring no rule for DNS",
            {
                namespaces: [project("shop")],
                workspaces: [workspace("enabled")],
                policies: [allow, rules({ egress: [{ to: [{ namespace: { name: "web" } }] }] })],
            },
            [WITH_WORKSPACE],
        ],
        [
            "of a namespace without a workspace count, though nothing isolates it",
            { namespaces: [annotated("shop", {}, "enabled")], policies: [allow] },
            [allowed],
        ],
        [
            "of a namespace whose workspace does not exist count, though nothing isolates it",
            { workspaces: [], policies: [allow] },
            [allowed],
        ],
        ["of a namespace that is not known count", { namespaces: [], policies: [allow] }, [allowed]],
    ];
    for (const [title, parts, policies] of table) {
        it(title, () => {
            assert.deepEqual(networkPoliciesOf(isolation(parts)), policies);
        });
    }

    const SERVICES = [KUBE_DNS, SQL, EXTERNAL];
    const lan = { ipBlock: { cidr: "10.0.0.0/8", except: ["10.9.0.0/16"] } };
    const ports = [{ protocol: "TCP", port: 8080, endPort: 8090 }];
    const compiled: [string, Omit<NamespacePolicy, "namespace" | "name">, NetworkPolicy | undefined][] = [
        [
            "with a block let it in at their ports",
            { ingress: [{ from: [lan], ports }] },
            made({ policyTypes: ["Ingress"], ingress: [{ peers: [lan], ports }] }),
        ],
        [
            "with a service let in its pods at the ports of the rule",
            { ingress: [{ from: [{ service: SQL }], ports }] },
            made({ policyTypes: ["Ingress"], ingress: [{ peers: [SQL_PODS], ports }] }),
        ],
        [
            "with a service let out to its pods at the ports of the service in place of those of the rule",
            { egress: [{ to: [{ service: SQL }], ports }] },
            made({ policyTypes: ["Egress"], egress: [{ peers: [SQL_PODS], ports: SQL.ports }] }),
        ],
        [
            "with a service among others let out to the others by a rule of their own",
            { egress: [{ to: [lan, { service: SQL }, { namespace: { name: "web" } }], ports }] },
            made({
                policyTypes: ["Egress"],
                egress: [
                    { peers: [SQL_PODS], ports: SQL.ports },
                    { peers: [lan, namespace("web")], ports },
                ],
            }),
        ],
        [
            "with several parts in one peer take the service before the namespace before the block",
            {
                ingress: [
                    {
                        from: [
                            { service: SQL, namespace: { name: "web" }, ...lan },
                            { namespace: { name: "web" }, ...lan },
                        ],
                    },
                ],
            },
            made({ policyTypes: ["Ingress"], ingress: [{ peers: [SQL_PODS, namespace("web")], ports: [] }] }),
        ],
        [
            "with a service without a selector are given up",
            { ingress: [{ from: [lan, { service: EXTERNAL }] }] },
            undefined,
        ],
        [
            "with a service that does not exist are given up",
            { egress: [{ to: [lan, { service: { namespace: "ledger", name: "x" } }] }] },
            undefined,
        ],
        ["with a peer that says nothing are given up", { ingress: [{ from: [lan] }, { from: [{}] }] }, undefined],
        [
            "that let in without a source let in everybody",
            { ingress: [{ from: [], ports }, {}] },
            made({
                policyTypes: ["Ingress"],
                ingress: [
                    { peers: [], ports },
                    { peers: [], ports: [] },
                ],
            }),
        ],
        [
            "that let out without a destination let nothing out",
            { egress: [{ to: [], ports }, {}] },
            made({ policyTypes: ["Egress"], egress: [] }),
        ],
        [
            "with rules for both ways restrict both",
            { ingress: [{ from: [lan] }], egress: [{ to: [lan] }] },
            made({
                policyTypes: ["Egress", "Ingress"],
                egress: [{ peers: [lan], ports: [] }],
                ingress: [{ peers: [lan], ports: [] }],
            }),
        ],
        ["without rules name no way, which is ingress to the API server", {}, made({ policyTypes: [] })],
    ];
    for (const [title, parts, policy] of compiled) {
        it(title, () => {
            const [, ...others] = networkPoliciesOf(isolation({ policies: [rules(parts)], services: SERVICES }));
            assert.deepEqual(others, policy === undefined ? [] : [policy]);
        });
    }
});

describe("The first rule for egress of an isolated project", () => {
    const toLan = { egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }] };
    const COREDNS = { ...KUBE_DNS, name: "coredns" };

    function isolatedWith(parts: Partial<Isolation>): NetworkPolicy | undefined {
        return networkPoliciesOf(isolation({ policies: [rules(toLan)], ...parts }))[0];
    }

    const both = { ...ISOLATED, policyTypes: ["Ingress", "Egress"] };
    const table: [string, Partial<Isolation>, NetworkPolicy][] = [
        [
            "lets out to DNS of the node and of the cluster",
            { services: [KUBE_DNS] },
            { ...both, egress: [DNS_AT_NODE, DNS_PODS] },
        ],
        [
            "takes coredns where there is no kube-dns",
            { services: [COREDNS] },
            { ...both, egress: [DNS_AT_NODE, DNS_PODS] },
        ],
        [
            "takes coredns where kube-dns selects no pods",
            { services: [{ ...KUBE_DNS, selector: {} }, COREDNS] },
            { ...both, egress: [DNS_AT_NODE, DNS_PODS] },
        ],
        [
            "takes kube-dns where there are both",
            { services: [{ ...COREDNS, ports: [{ port: 5353 }] }, KUBE_DNS] },
            { ...both, egress: [DNS_AT_NODE, DNS_PODS] },
        ],
        ["lets out to DNS of the node alone where there is neither", {}, { ...both, egress: [DNS_AT_NODE] }],
        [
            "restricts egress even if its policy is given up",
            { policies: [rules({ egress: [{ to: [{ service: SQL }] }] })] },
            { ...both, egress: [DNS_AT_NODE] },
        ],
        ["is not there in an empty list", { policies: [rules({ egress: [] })] }, ISOLATED],
        [
            "is not there in the policies of another project",
            { policies: [{ ...rules(toLan), namespace: "web" }] },
            ISOLATED,
        ],
    ];
    for (const [title, parts, expected] of table) {
        it(title, () => {
            assert.deepEqual(isolatedWith(parts), expected);
        });
    }
});

describe("What KubeSphere's own test of its controller expects", () => {
    const SERVICE = {
        namespace: "testns",
        name: "myservice",
        selector: { app: "mylbapp" },
        ports: [{ port: 80, protocol: "TCP" }],
    };
    const SERVICE_PODS = { podSelector: { matchLabels: { app: "mylbapp" } }, ...namespace("testns") };
    const MONITORING = namespace("kubesphere-monitoring-system");

    const isolated: [string, Partial<Isolation>, PolicyPeer][] = [
        [
            "the isolation of a workspace lets in the workspace and monitoring",
            { namespaces: [project("testns")], workspaces: [workspace("enabled")] },
            { namespaceSelector: { matchLabels: { "kubesphere.io/workspace": "retail" } } },
        ],
        [
            "the isolation of a project lets in the project and monitoring",
            { namespaces: [project("testns", "enabled")] },
            namespace("testns"),
        ],
    ];
    for (const [title, parts, own] of isolated) {
        it(title, () => {
            const allowedNamespaces = ["kubesphere-monitoring-system"];
            const [{ podSelector, policyTypes, ingress, egress } = {}] = networkPoliciesOf(
                isolation({ ...parts, allowedNamespaces }),
            );
            assert.deepEqual(
                { podSelector, policyTypes, ingress, egress },
                {
                    podSelector: {},
                    policyTypes: ["Ingress"],
                    ingress: [{ peers: [own, MONITORING] }],
                    egress: undefined,
                },
            );
        });
    }

    const block = { ipBlock: { cidr: "172.0.0.1/16" } };
    const compiled: [string, Omit<NamespacePolicy, "namespace" | "name">, Partial<NetworkPolicy>][] = [
        [
            "a block with a port stays as it is written",
            { ingress: [{ from: [block], ports: [{ protocol: "TCP", port: 80 }] }] },
            { policyTypes: ["Ingress"], ingress: [{ peers: [block], ports: [{ protocol: "TCP", port: 80 }] }] },
        ],
        [
            "a namespace becomes a selector of its label",
            { ingress: [{ from: [{ namespace: { name: "testns" } }] }] },
            { policyTypes: ["Ingress"], ingress: [{ peers: [namespace("testns")], ports: [] }] },
        ],
        [
            "a service that is let in becomes a selector of its pods, without ports",
            { ingress: [{ from: [{ service: { name: "myservice", namespace: "testns" } }] }] },
            { policyTypes: ["Ingress"], ingress: [{ peers: [SERVICE_PODS], ports: [] }] },
        ],
        [
            "a service that is let out to becomes a selector of its pods, with the port of the service and not 9376 of the pods",
            { egress: [{ to: [{ service: { name: "myservice", namespace: "testns" } }] }] },
            { policyTypes: ["Egress"], egress: [{ peers: [SERVICE_PODS], ports: [{ port: 80, protocol: "TCP" }] }] },
        ],
    ];
    for (const [title, parts, expected] of compiled) {
        it(title, () => {
            const [, policy] = networkPoliciesOf(isolation({ policies: [rules(parts)], services: [SERVICE] }));
            assert.deepEqual(policy, made(expected));
        });
    }
});

describe("Isolation on and off", () => {
    const NAMES = ["shop", "web", "ledger"];
    const anySwitch = fc.constantFrom<Switch>("enabled", "disabled", undefined);
    const anyIsolation = fc
        .record({
            own: fc.tuple(anySwitch, anySwitch, anySwitch),
            workspace: anySwitch,
            withPolicy: fc.subarray(NAMES),
        })
        .map(({ own, workspace: shared, withPolicy }) =>
            isolation({
                namespaces: NAMES.map((name, index) => project(name, own[index])),
                workspaces: [workspace(shared)],
                policies: withPolicy.map((name) => ({ ...rules({ ingress: [{}] }), namespace: name })),
            }),
        );

    function switched(all: Isolation, name: string, to: Switch): Isolation {
        return {
            ...all,
            namespaces: all.namespaces.map((each) => (each.name === name ? project(name, to) : each)),
        };
    }

    it("is as if it had never been on", () => {
        fc.assert(
            fc.property(anyIsolation, fc.constantFrom(...NAMES), (all, name) => {
                const before = networkPoliciesOf(switched(all, name, undefined));
                const on = switched(all, name, "enabled");
                assert.deepEqual(networkPoliciesOf(switched(on, name, "disabled")), before);
                assert.notDeepEqual(networkPoliciesOf(on), before);
            }),
        );
    });

    it("does not touch other projects", () => {
        fc.assert(
            fc.property(anyIsolation, fc.constantFrom(...NAMES), anySwitch, (all, name, to) => {
                const others = (each: Isolation) =>
                    networkPoliciesOf(each).filter(({ namespace }) => namespace !== name);
                assert.deepEqual(others(switched(all, name, to)), others(all));
            }),
        );
    });

    it("shuts even the project's own pods out if its namespace lacks the label that KubeSphere 3 sets", () => {
        const policies = networkPoliciesOf(isolation({}));
        const [web, api] = [pods("shop", "web"), pods("shop", "api")];
        const labelled = worldOf(policies, { shop: { "kubesphere.io/namespace": "shop" } });
        const bare = worldOf(policies, { shop: { "kubernetes.io/metadata.name": "shop" } });
        assert.equal(reach(web, api, labelled).ports.toString(), "all ports");
        assert.equal(reach(web, api, bare).ports.toString(), "none");
    });
});
