// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { explain } from "../../../lib/reach/explain";
import { networkPoliciesOf } from "../../../lib/reach/isolation";
import { reach } from "../../../lib/reach/reach";
import type { NetworkPolicy, Party } from "../../../lib/reach/world";
import { pods, policy, worldOf } from "./parties";

const LABELLED = {
    "shop-web": { "kubesphere.io/namespace": "shop-web" },
    ledger: { "kubesphere.io/namespace": "ledger" },
};

const api = pods("shop-web", "api", { addresses: ["10.1.0.1"] });
const db = pods("ledger", "db", {
    labels: { app: "db" },
    ports: [
        { port: 8080, protocol: "TCP" },
        { port: 9100, protocol: "TCP" },
    ],
    addresses: ["10.2.0.1"],
});
const proxy = pods("kube-system", "kube-proxy", { addresses: ["192.168.0.1"], isHostNetwork: true });
const outside = { address: "203.0.113.7" };

const fromShop = {
    namespace: "ledger",
    name: "from-shop",
    ingress: [{ from: [{ namespace: { name: "shop-web" } }], ports: [{ protocol: "TCP", port: 8080 }] }],
};
const toDb = {
    namespace: "shop-web",
    name: "to-db",
    egress: [{ to: [{ service: { namespace: "ledger", name: "db" } }] }],
};

/** What KubeSphere makes where both projects are isolated: ledger lets in shop-web, which lets out to the service db. */
const made = networkPoliciesOf({
    namespaces: ["ledger", "shop-web"].map((name) => ({
        name,
        labels: { "kubesphere.io/workspace": "retail" },
        annotations: { "kubesphere.io/network-isolate": "enabled" },
    })),
    workspaces: [{ name: "retail", labels: {}, annotations: {} }],
    policies: [fromShop, toDb],
    services: [{ namespace: "ledger", name: "db", selector: { app: "db" }, ports: [{ port: 80, protocol: "TCP" }] }],
    nodeAddresses: [],
    allowedNamespaces: [],
});
const intoLedger = made.filter(({ namespace }) => namespace === "ledger");

const DB_PODS = { podSelector: { matchLabels: { app: "db" } }, namespaceSelector: {} };

const EGRESS_OPEN = "Egress of shop-web/api: nothing restricts it.";
const INGRESS_OPEN = "Ingress of ledger/db: nothing restricts it.";
const NODE = "A node and the pods that run on it always reach each other, whatever NetworkPolicies say.";
const LAN = { ipBlock: { cidr: "10.0.0.0/8" } };

const table: [
    title: string,
    asked: { policies: NetworkPolicy[]; from?: Party; to?: Party; labels?: Record<string, Record<string, string>> },
    sentences: string[],
][] = [
    ["says that nothing restricts either end", { policies: [] }, [EGRESS_OPEN, INGRESS_OPEN]],
    [
        "names the policies that do not allow it and those that do, with what they are made from",
        { policies: intoLedger },
        [
            EGRESS_OPEN,
            "Ingress of ledger/db: restricted by ledger/nsnp-network-isolate (isolation of the project ledger), which does not allow it; ledger/nsnp-from-shop (NamespaceNetworkPolicy ledger/from-shop) allows TCP 8080.",
        ],
    ],
    [
        "names several that do not allow it at once",
        { policies: ["a", "b", "c"].map((name) => policy("ledger", { name })) },
        [EGRESS_OPEN, "Ingress of ledger/db: restricted by ledger/a, ledger/b and ledger/c, which do not allow it."],
    ],
    [
        "names several that allow it one by one",
        {
            policies: [
                policy("ledger", { name: "a", ingress: [{ ports: [{ protocol: "UDP" }] }] }),
                policy("ledger", { name: "b", ingress: [{}] }),
            ],
        },
        [EGRESS_OPEN, "Ingress of ledger/db: restricted; ledger/a allows UDP; ledger/b allows all ports."],
    ],
    [
        "says of an address that no policy restricts it, and what a node may always do",
        { policies: [policy("ledger")], from: outside },
        [
            "Egress of 203.0.113.7: no NetworkPolicy restricts an address outside of pods.",
            "Ingress of ledger/db: restricted by ledger/policy, which does not allow it.",
            NODE,
        ],
    ],
    [
        "says of pods on the network of their node how rules mean them",
        { policies: [policy("ledger")], from: proxy },
        [
            "Egress of kube-system/kube-proxy: no NetworkPolicy restricts pods on the network of their node.",
            "Ingress of ledger/db: restricted by ledger/policy, which does not allow it.",
            "The pods of kube-system/kube-proxy are on the network of their node: rules for pods do not mean them, rules for its addresses do.",
            NODE,
        ],
    ],
    [
        "says of pods on the network of their node nothing more where nothing is restricted",
        { policies: [policy("kube-system")], to: proxy },
        [
            EGRESS_OPEN,
            "Ingress of kube-system/kube-proxy: no NetworkPolicy restricts pods on the network of their node.",
        ],
    ],
    [
        "tells that KubeSphere takes the ports of a service for those of its pods",
        { policies: made.filter(({ namespace }) => namespace === "shop-web") },
        [
            "Egress of shop-web/api: restricted by shop-web/nsnp-network-isolate (isolation of the project shop-web), which does not allow it; shop-web/nsnp-to-db (NamespaceNetworkPolicy shop-web/to-db) allows TCP 80.",
            INGRESS_OPEN,
            "shop-web/nsnp-to-db (NamespaceNetworkPolicy shop-web/to-db) names a service and allows the ports of the service, TCP 80, at its pods: KubeSphere does not take the target ports. The pods of ledger/db listen at TCP 8080, TCP 9100.",
        ],
    ],
    [
        "is silent about the ports of a service at which its pods do listen",
        {
            policies: made.filter(({ name }) => name === "nsnp-to-db"),
            to: { ...db, ports: [{ port: 80, protocol: "TCP" }] },
        },
        [
            "Egress of shop-web/api: restricted; shop-web/nsnp-to-db (NamespaceNetworkPolicy shop-web/to-db) allows TCP 80.",
            INGRESS_OPEN,
        ],
    ],
    [
        "is silent about the ports of rules that name no service",
        {
            policies: [
                policy("shop-web", { egress: [{ peers: [DB_PODS], ports: [{ port: 80 }] }] }),
                policy("shop-web", {
                    name: "nsnp-plain",
                    madeFrom: "NamespaceNetworkPolicy shop-web/plain",
                    egress: [{ peers: [{ namespaceSelector: DB_PODS.namespaceSelector }], ports: [{ port: 443 }] }],
                }),
            ],
        },
        [
            "Egress of shop-web/api: restricted; shop-web/policy allows TCP 80; shop-web/nsnp-plain (NamespaceNetworkPolicy shop-web/plain) allows TCP 443.",
            INGRESS_OPEN,
        ],
    ],
    [
        "tells that both ends allow something else",
        { policies: made.filter(({ name }) => name !== "nsnp-network-isolate"), to: { ...db, ports: [] } },
        [
            "Egress of shop-web/api: restricted; shop-web/nsnp-to-db (NamespaceNetworkPolicy shop-web/to-db) allows TCP 80.",
            "Ingress of ledger/db: restricted; ledger/nsnp-from-shop (NamespaceNetworkPolicy ledger/from-shop) allows TCP 8080.",
            "Both ends allow something, but no port in common.",
        ],
    ],
    [
        "tells which label a namespace lacks that KubeSphere looks for",
        { policies: intoLedger, labels: { "shop-web": { "kubernetes.io/metadata.name": "shop-web" } } },
        [
            EGRESS_OPEN,
            "Ingress of ledger/db: restricted by ledger/nsnp-network-isolate (isolation of the project ledger) and ledger/nsnp-from-shop (NamespaceNetworkPolicy ledger/from-shop), which do not allow it.",
            "ledger/nsnp-from-shop (NamespaceNetworkPolicy ledger/from-shop) does not mean the namespace shop-web, which lacks the label kubesphere.io/namespace=shop-web. Set the label: KubeSphere finds namespaces by it, and its version 4 does not set it.",
        ],
    ],
    [
        "tells the same of a namespace whose label has another value",
        {
            policies: made.filter(({ name }) => name === "nsnp-from-shop"),
            labels: { "shop-web": { "kubesphere.io/namespace": "shop" } },
        },
        [
            EGRESS_OPEN,
            "Ingress of ledger/db: restricted by ledger/nsnp-from-shop (NamespaceNetworkPolicy ledger/from-shop), which does not allow it.",
            "ledger/nsnp-from-shop (NamespaceNetworkPolicy ledger/from-shop) does not mean the namespace shop-web, which lacks the label kubesphere.io/namespace=shop-web. Set the label: KubeSphere finds namespaces by it, and its version 4 does not set it.",
        ],
    ],
    [
        "is silent about a missing label where the pods would not be meant with it",
        {
            policies: made.filter(({ name }) => name === "nsnp-to-db"),
            to: { ...db, labels: {} },
            labels: { ledger: {} },
        },
        [
            "Egress of shop-web/api: restricted by shop-web/nsnp-to-db (NamespaceNetworkPolicy shop-web/to-db), which does not allow it.",
            INGRESS_OPEN,
        ],
    ],
    [
        "is silent about a missing label where another rule of the policy allows it",
        {
            policies: [
                policy("ledger", {
                    ingress: [
                        { peers: [{ namespaceSelector: { matchLabels: LABELLED["shop-web"] } }] },
                        { peers: [LAN], ports: [{ port: 443 }] },
                    ],
                }),
            ],
            labels: {},
        },
        [EGRESS_OPEN, "Ingress of ledger/db: restricted; ledger/policy allows TCP 443."],
    ],
    [
        "is silent about addresses that are not known where no rule asks for them",
        { policies: [policy("ledger")], from: { ...api, addresses: [] } },
        [EGRESS_OPEN, "Ingress of ledger/db: restricted by ledger/policy, which does not allow it."],
    ],
    [
        "tells what blocks mean for pods whose addresses are not known",
        { policies: [policy("ledger", { ingress: [{ peers: [LAN] }] })], from: { ...api, addresses: [] } },
        [
            EGRESS_OPEN,
            "Ingress of ledger/db: restricted by ledger/policy, which does not allow it.",
            "The addresses of shop-web/api are not known: of the blocks in rules only those of all addresses count for it.",
        ],
    ],
    [
        "tells that pods of one workload are others to each other",
        { policies: [policy("ledger")], from: db },
        [
            "Egress of ledger/db: nothing restricts it.",
            "Ingress of ledger/db: restricted by ledger/policy, which does not allow it.",
            "A pod always reaches itself: this is about different pods of ledger/db.",
        ],
    ],
];

describe("An explanation", () => {
    for (const [title, { policies, from = api, to = db, labels = LABELLED }, sentences] of table) {
        it(title, () => {
            assert.deepEqual(explain(reach(from, to, worldOf(policies, labels)), from, to), sentences);
        });
    }
});
