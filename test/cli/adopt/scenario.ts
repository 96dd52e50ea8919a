// SPDX-License-Identifier: Apache-2.0

/** A Kubernetes object as somebody applies it. */
export interface Applied {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: {
        readonly name: string;
        readonly namespace?: string;
        readonly labels?: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
    };
    readonly [field: string]: unknown;
}

const LABEL = "ippool.network.kubesphere.io/";
const IPV4 = "cni.projectcalico.org/ipv4pools";
const ISOLATE = "kubesphere.io/network-isolate";
const MODES = { ipipMode: "Never", vxlanMode: "CrossSubnet" };

function pool(name: string, spec: object, labels: Record<string, string> = {}): Applied {
    return { apiVersion: "crd.projectcalico.org/v1", kind: "IPPool", metadata: { name, labels }, spec };
}

function workspace(name: string, isolation?: string): Applied {
    const annotations: Record<string, string> = isolation === undefined ? {} : { [ISOLATE]: isolation };
    return { apiVersion: "tenant.kubesphere.io/v1beta1", kind: "Workspace", metadata: { name, annotations }, spec: {} };
}

function namespace(
    name: string,
    of: string | undefined,
    keys: { labels?: object; annotations?: object } = {},
): Applied {
    const labels = { ...(of !== undefined && { "kubesphere.io/workspace": of }), ...keys.labels };
    return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels, annotations: { ...keys.annotations } } };
}

function policy(namespaceName: string, name: string, spec: object, labels: Record<string, string>): Applied {
    const metadata = { name, namespace: namespaceName, labels };
    return { apiVersion: "network.kubesphere.io/v1alpha1", kind: "NamespaceNetworkPolicy", metadata, spec };
}

const INSIDE = { "kubesphere.io/policy-type": "ingress", "kubesphere.io/policy-traffic": "inside" };

const fromWeb = (port: number): object => ({
    ingress: [{ from: [{ namespace: { name: "shop-web" } }], ports: [{ protocol: "TCP", port }] }],
    policyTypes: ["Ingress"],
});

const CONFIG = `# Told by the operations team.
global:
  ippool: {enable: true, type: calico, webhook: false}
  networkPolicy: {enable: true}
`;

/** A cluster of which a part can be adopted, and a part cannot, for every sort of reason. */
export const SCENARIO: readonly Applied[] = [
    {
        apiVersion: "kubesphere.io/v1alpha1",
        kind: "InstallPlan",
        metadata: { name: "network" },
        spec: {
            extension: { name: "network", version: "1.3.0" },
            enabled: true,
            upgradeStrategy: "Manual",
            config: CONFIG,
            clusterScheduling: { placement: { clusters: ["host"] } },
        },
    },
    {
        apiVersion: "cluster.kubesphere.io/v1alpha1",
        kind: "Cluster",
        metadata: { name: "host", labels: { "cluster-role.kubesphere.io/host": "" } },
        spec: {},
    },
    pool("default-ipv4-ippool", { cidr: "10.233.64.0/18", ...MODES }),
    pool("retail", { cidr: "10.42.0.0/20", blockSize: 26, ...MODES, natOutgoing: true, allowedUses: ["Workload"] }),
    pool("payments", { cidr: "10.42.16.0/21", ...MODES, nodeSelector: "has(payments)" }),
    pool("old", { cidr: "10.44.0.0/22", natOutgoing: true }),
    pool("charted", { cidr: "10.45.0.0/22", ...MODES }, { "app.kubernetes.io/managed-by": "Helm" }),
    workspace("retail"),
    workspace("payments", "enabled"),
    workspace("trial", "Enabled"),
    workspace("system-workspace", "disabled"),
    namespace("shop-web", "retail", {
        labels: { [`${LABEL}retail`]: "retail" },
        annotations: { [IPV4]: '[ "retail" ]', "example.com/team": "web" },
    }),
    namespace("shop-api", "retail", {
        labels: { [`${LABEL}retail`]: "", [`${LABEL}old`]: "" },
        annotations: { [ISOLATE]: "enabled" },
    }),
    namespace("ledger", "payments", { annotations: { "kubesphere.io/workspace-isolate": "disabled" } }),
    namespace("mixed", "payments", {
        labels: { [`${LABEL}payments`]: "" },
        annotations: { [IPV4]: '["retail"]' },
    }),
    namespace("lone", undefined, { labels: { [`${LABEL}charted`]: "" } }),
    namespace("kubesphere-monitoring-system", "system-workspace", { annotations: { [ISOLATE]: "disabled" } }),
    policy("shop-api", "from-web", fromWeb(8080), INSIDE),
    policy(
        "shop-api",
        "to-ledger",
        { egress: [{ to: [{ service: { name: "db", namespace: "ledger" } }] }], policyTypes: ["Egress"] },
        { ...INSIDE, "kubesphere.io/policy-type": "egress" },
    ),
    policy("shop-api", "unlabelled", fromWeb(9090), {}),
    policy("ledger", "orphan", fromWeb(80), INSIDE),
];
