// SPDX-License-Identifier: Apache-2.0
import { type Applied, installPlan, type Keys, namespace, policy, pool, workspace } from "../cluster/objects";

const LABEL = "ippool.network.kubesphere.io/";
const IPV4 = "cni.projectcalico.org/ipv4pools";
const ISOLATE = "kubesphere.io/network-isolate";
const MODES = { ipipMode: "Never", vxlanMode: "CrossSubnet" };

/** A namespace of a workspace. */
function project(name: string, of: string, { labels, annotations }: Keys): Applied {
    return namespace(name, {
        labels: { "kubesphere.io/workspace": of, ...labels },
        ...(annotations && { annotations }),
    });
}

/** What a workspace says of its isolation. */
const isolated = (text: string): Keys => ({ annotations: { [ISOLATE]: text } });

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
    installPlan("1.3.0", { config: CONFIG }),
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
    pool("charted", { cidr: "10.45.0.0/22", ...MODES }, { labels: { "app.kubernetes.io/managed-by": "Helm" } }),
    workspace("retail"),
    workspace("payments", isolated("enabled")),
    workspace("trial", isolated("Enabled")),
    workspace("system-workspace", isolated("disabled")),
    project("shop-web", "retail", {
        labels: { [`${LABEL}retail`]: "retail" },
        annotations: { [IPV4]: '[ "retail" ]', "example.com/team": "web" },
    }),
    project("shop-api", "retail", {
        labels: { [`${LABEL}retail`]: "", [`${LABEL}old`]: "" },
        annotations: { [ISOLATE]: "enabled" },
    }),
    project("ledger", "payments", { annotations: { "kubesphere.io/workspace-isolate": "disabled" } }),
    project("mixed", "payments", {
        labels: { [`${LABEL}payments`]: "" },
        annotations: { [IPV4]: '["retail"]' },
    }),
    namespace("lone", { labels: { [`${LABEL}charted`]: "" } }),
    project("kubesphere-monitoring-system", "system-workspace", { annotations: { [ISOLATE]: "disabled" } }),
    policy("shop-api", "from-web", fromWeb(8080), { labels: INSIDE }),
    policy(
        "shop-api",
        "to-ledger",
        { egress: [{ to: [{ service: { name: "db", namespace: "ledger" } }] }], policyTypes: ["Egress"] },
        { labels: { ...INSIDE, "kubesphere.io/policy-type": "egress" } },
    ),
    policy("shop-api", "unlabelled", fromWeb(9090)),
    policy("ledger", "orphan", fromWeb(80), { labels: INSIDE }),
];
