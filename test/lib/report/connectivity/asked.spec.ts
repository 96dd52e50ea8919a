// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { askedOf } from "../../../../lib/report/connectivity/asked";
import { KUBESPHERE_PLACES } from "../../../../lib/report/connectivity/places";
import { worldsOf } from "../../../../lib/report/connectivity/worlds";
import type { ClusterChange } from "../../../../lib/report/objects";
import { stackChange, wholeChange } from "./cluster";

type Row = readonly [question: string, before: string, after: string, reason: string];

function rows(change: ClusterChange, namespace = "shop"): Row[] {
    const asked = askedOf(change, worldsOf(change, KUBESPHERE_PLACES), KUBESPHERE_PLACES);
    return asked
        .filter((each) => each.namespace === namespace)
        .map(({ question, before, after, reason }) => [question, before, after, reason]);
}

function namespace(name: string, isIsolated = false): string {
    const annotations = isIsolated ? "annotations: { kubesphere.io/network-isolate: enabled }" : "";
    return `{ apiVersion: v1, kind: Namespace, metadata: { name: ${name}, labels: { kubesphere.io/namespace: ${name}, kubesphere.io/workspace: retail }, ${annotations} } }`;
}

function pod(namespace: string, name: string, more = ""): string {
    return `{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: ${namespace}, labels: { app: ${name} } }, spec: { ${more} } }`;
}

function yaml(...documents: string[]): string {
    return documents.join("\n---\n");
}

const WORKSPACE = "{ apiVersion: tenant.kubesphere.io/v1beta1, kind: Workspace, metadata: { name: retail } }";
const DNS =
    "{ apiVersion: v1, kind: Service, metadata: { name: kube-dns, namespace: kube-system }, spec: { selector: { app: dns } } }";
const NODE =
    "{ apiVersion: v1, kind: Node, metadata: { name: n }, status: { addresses: [{ type: Hostname, address: n }, { type: InternalIP, address: 192.168.0.1 }] } }";
const API_SERVER =
    "{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: { name: kubernetes, namespace: default, labels: { kubernetes.io/service-name: kubernetes } }, endpoints: [{ addresses: [192.168.0.9] }], ports: [{ port: 6443 }] }";

const CLUSTER = yaml(
    WORKSPACE,
    DNS,
    NODE,
    API_SERVER,
    namespace("kube-system"),
    namespace("kubesphere-controls-system"),
    namespace("kubesphere-monitoring-system"),
    pod("kube-system", "dns"),
    pod("kubesphere-controls-system", "router"),
    pod("kubesphere-monitoring-system", "prometheus"),
    pod("shop", "api"),
);

function policy(spec: string): string {
    return `{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: own, namespace: shop }, spec: { podSelector: {}, ${spec} } }`;
}

const ISOLATE = "shop/nsnp-network-isolate (isolation of the project shop)";

describe("The standing questions", () => {
    it("are answered for a project that is isolated: what goes out stays, what comes in does not", () => {
        const change = wholeChange(yaml(CLUSTER, namespace("shop")), yaml(CLUSTER, namespace("shop", true)));
        assert.deepEqual(rows(change), [
            ["dns", "yes", "yes", "Nothing restricts it."],
            ["gateway", "yes", "no", `Not allowed by ${ISOLATE}.`],
            ["monitoring", "yes", "no", `Not allowed by ${ISOLATE}.`],
            ["apiserver", "yes", "yes", "Nothing restricts it."],
            ["node", "yes", "no", `Not allowed by ${ISOLATE}.`],
        ]);
    });

    it("are answered by the ports that matter: DNS at UDP 53, the API server at its own port", () => {
        const egress = (port: string): string => policy(`policyTypes: [Egress], egress: [{ ports: [${port}] }]`);
        const after = (port: string): string[] => {
            const whole = wholeChange(yaml(CLUSTER, namespace("shop")), yaml(CLUSTER, namespace("shop"), egress(port)));
            return rows(whole).map(([question, , answer]) => `${question} ${answer}`);
        };
        const others = ["gateway yes", "monitoring yes"];
        assert.deepEqual(after("{ port: 53 }"), ["dns no", ...others, "apiserver no", "node yes"]);
        assert.deepEqual(after("{ port: 53, protocol: UDP }"), ["dns yes", ...others, "apiserver no", "node yes"]);
        assert.deepEqual(after("{ port: 6443 }"), ["dns no", ...others, "apiserver yes", "node yes"]);
    });

    it("are answered with partly where not all of the pods are alike", () => {
        const cluster = yaml(CLUSTER, namespace("shop"), pod("shop", "web"));
        const own = policy("ingress: []").replace("podSelector: {}", "podSelector: { matchLabels: { app: web } }");
        assert.deepEqual(rows(wholeChange(cluster, yaml(cluster, own)))[1], [
            "gateway",
            "yes",
            "partly",
            "Not allowed by shop/own.",
        ]);
    });

    it("are not asked of namespaces that the change does not touch", () => {
        const cluster = yaml(CLUSTER, namespace("shop"), namespace("quiet"));
        assert.deepEqual(rows(wholeChange(cluster, yaml(cluster, policy("ingress: []"))), "quiet"), []);
    });

    it("are asked of every namespace where those who are needed change", () => {
        const cluster = yaml(CLUSTER, namespace("shop"), namespace("quiet"));
        const closed = policy("ingress: []").replaceAll("namespace: shop", "namespace: kube-system");
        assert.deepEqual(rows(wholeChange(cluster, yaml(cluster, closed)), "quiet")[0], [
            "dns",
            "yes",
            "no",
            "Not allowed by kube-system/own.",
        ]);
    });

    it("are not asked about gateways and monitoring that a cluster has not", () => {
        const cluster = yaml(WORKSPACE, DNS, namespace("shop"));
        const change = wholeChange(cluster, yaml(cluster, policy("ingress: []")));
        assert.deepEqual(
            rows(change).map(([question]) => question),
            ["dns", "apiserver", "node"],
        );
    });

    it("are unknown where something restricts and nobody knows whom it is about", () => {
        const change = stackChange(namespace("shop"), yaml(namespace("shop"), policy("policyTypes: [Egress]")));
        assert.deepEqual(rows(change)[0], [
            "dns",
            "yes",
            "unknown",
            "Restricted by shop/own. It is not known who that is about.",
        ]);
    });

    it("are no matter for pods on the network of their node", () => {
        const cluster = yaml(WORKSPACE, DNS, namespace("shop"), pod("shop", "agent", "hostNetwork: true"));
        assert.deepEqual(rows(wholeChange(cluster, yaml(cluster, policy("policyTypes: [Egress]"))))[0], [
            "dns",
            "yes",
            "yes",
            "Nothing restricts pods on the network of their node.",
        ]);
    });
});
