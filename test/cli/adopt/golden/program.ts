// As ksnet adopt read it from host (context production). With import.json imported, a preview changes nothing.
// Left out:
// - IPPool charted: Helm makes it, as its label app.kubernetes.io/managed-by says.
// - IPPool default-ipv4-ippool: Calico makes this pool itself, and makes it again where it is missing.
// - IPPool old: It has no ipipMode and no vxlanMode, and what that means depends on the version of Calico; the component writes the modes.
// - Namespace kubesphere-monitoring-system, isolation: The namespace belongs to the system.
// - Namespace mixed, binding: Its labels bind it to payments, and its annotations to retail.
// - NamespaceNetworkPolicy ledger/orphan: The isolation of its namespace is off, and KubeSphere deletes the policies of such a namespace.
// - NamespaceNetworkPolicy shop-api/unlabelled: It lacks the labels kubesphere.io/policy-type=ingress and kubesphere.io/policy-traffic=inside, by which KubeSphere's console shows it and which the component writes.
// - Workspace system-workspace, isolation: The workspace belongs to the system.
// - Workspace trial, isolation: Its kubesphere.io/network-isolate is "Enabled", which counts as off; the component writes enabled or disabled.
import { NetworkPlatform } from "kubesphere-network";

const platform = new NetworkPlatform("platform", {
    spec: {
        extension: {
            version: "1.3.0",
            clusters: ["host"],
            configYaml: "# Told by the operations team.\nglobal:\n  ippool: {enable: true, type: calico, webhook: false}\n  networkPolicy: {enable: true}\n",
        },
        pools: {
            payments: {
                cidr: "10.42.16.0/21",
                vxlanMode: "CrossSubnet",
                nodeSelector: "has(payments)",
            },
            retail: {
                cidr: "10.42.0.0/20",
                vxlanMode: "CrossSubnet",
                natOutgoing: true,
                allowedUses: ["Workload"],
            },
        },
        externalPools: ["charted", "old"],
        workspaces: {
            payments: { isolated: true },
            retail: {},
        },
        projects: {
            // Workspace payments
            ledger: {
                workspace: "payments",
                isolated: false,
                annotationKey: "kubesphere.io/workspace-isolate",
            },
            // Workspace retail
            "shop-api": {
                workspace: "retail",
                pools: ["old", "retail"],
                isolated: true,
                allow: {
                    "from-web": {
                        direction: "ingress",
                        namespaces: ["shop-web"],
                        ports: [{ protocol: "TCP", port: 8080 }],
                    },
                    "to-ledger": { direction: "egress", services: [{ name: "db", namespace: "ledger" }] },
                },
            },
            "shop-web": { workspace: "retail", pools: ["retail"] },
            // No workspace
            lone: { pools: ["charted"] },
        },
    },
});

export const { made, extensionState } = platform;
