// SPDX-License-Identifier: Apache-2.0
import { type Applied, installPlan, namespace, policy, pool, workspace } from "../cluster/objects";

const LIST = "cni.projectcalico.org/ipv4pools";
const PODS = { ipipMode: "Never", vxlanMode: "Never", nodeSelector: "all()", allowedUses: ["Workload"] };

/** A project of the workspace "shop". */
function project(name: string, labels: Record<string, string> = {}, annotations: Record<string, string> = {}): Applied {
    const own = { "kubesphere.io/namespace": name, "kubesphere.io/workspace": "shop" };
    return namespace(name, { labels: { ...own, ...labels }, annotations });
}

/** What is as it should be. */
export const HEALTHY: readonly Applied[] = [
    installPlan("1.2.0"),
    pool("retail", { cidr: "10.61.0.0/16", ...PODS }),
    workspace("shop"),
    workspace("system-workspace"),
    project(
        "shop-web",
        { "ippool.network.kubesphere.io/retail": "" },
        { "kubesphere.io/network-isolate": "enabled", [LIST]: '["retail"]' },
    ),
    policy("shop-web", "from-itself", { ingress: [{ from: [{ namespace: { name: "shop-web" } }] }] }),
];

/** What is not, beside it. */
export const BROKEN: readonly Applied[] = [
    installPlan("9.9.9", { config: "global:\n  networkpolicy:\n    enabled: false\n" }),
    pool("half", { cidr: "10.61.128.0/20", ...PODS, disabled: true }),
    project(
        "shop-api",
        {
            "ippool.network.kubesphere.io/half": "",
            "ippool.network.kubesphere.io/gone": "",
        },
        { "kubesphere.io/workspace-isolate": "enabled", [LIST]: '["half","gone"]' },
    ),
    project("shop-db"),
    policy("shop-db", "from-web", { ingress: [{ from: [{ namespace: { name: "shop-web" } }] }] }),
    {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "cart", namespace: "shop-api" },
        spec: {
            selector: { matchLabels: { app: "cart" } },
            template: {
                metadata: { labels: { app: "cart" }, annotations: { [LIST]: "half" } },
                spec: { containers: [{ name: "cart", image: "cart" }] },
            },
        },
    },
    {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: { name: "nsnp-mine", namespace: "shop-web" },
        spec: { podSelector: {}, policyTypes: ["Ingress"] },
    },
    {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingWebhookConfiguration",
        metadata: { name: "crd.projectcalico.org" },
        webhooks: [
            {
                name: "validate.ippool.network.kubesphere.io",
                admissionReviewVersions: ["v1"],
                sideEffects: "None",
                clientConfig: {
                    service: { name: "network-controller", namespace: "extension-network", path: "/validate" },
                },
                rules: [
                    {
                        apiGroups: ["crd.projectcalico.org"],
                        apiVersions: ["v1"],
                        operations: ["CREATE"],
                        resources: ["ippools"],
                    },
                ],
            },
        ],
    },
];
