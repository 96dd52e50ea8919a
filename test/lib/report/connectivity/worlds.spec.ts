// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { KUBESPHERE_PLACES } from "../../../../lib/report/connectivity/places";
import { worldsOf } from "../../../../lib/report/connectivity/worlds";
import { type ClusterChange, Objects } from "../../../../lib/report/objects";
import { UNKNOWN } from "../../../../lib/tree";
import { object, objectsOf, stackChange, wholeChange } from "./cluster";

function namespace(name: string, more = ""): string {
    return `{ apiVersion: v1, kind: Namespace, metadata: { name: ${name}, ${more} } }`;
}

const ON = "annotations: { kubesphere.io/network-isolate: enabled }";
const IN_WORKSPACE = "labels: { kubesphere.io/workspace: retail, kubesphere.io/namespace: shop }";
const WORKSPACE = "{ apiVersion: tenant.kubesphere.io/v1beta1, kind: Workspace, metadata: { name: retail } }";
const ALLOW =
    "{ apiVersion: network.kubesphere.io/v1alpha1, kind: NamespaceNetworkPolicy, metadata: { name: web, namespace: shop }, spec: { ingress: [{ from: [{ namespace: { name: web } }] }] } }";
const WRITTEN =
    "{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: own, namespace: shop }, spec: { podSelector: {} } }";
const MADE = WRITTEN.replace("own", "nsnp-old");

function policies(change: ClusterChange): [before: string[], after: string[]] {
    const { before, after } = worldsOf(change, KUBESPHERE_PLACES);
    return [before.policies.map(({ name }) => name).sort(), after.policies.map(({ name }) => name).sort()];
}

function yaml(...documents: string[]): string {
    return documents.join("\n---\n");
}

describe("The worlds before and after", () => {
    it("have what KubeSphere makes of isolation in place of what it made of it once", () => {
        const before = yaml(WORKSPACE, namespace("shop", IN_WORKSPACE), WRITTEN, MADE);
        const after = yaml(WORKSPACE, namespace("shop", `${IN_WORKSPACE}, ${ON}`), WRITTEN, MADE, ALLOW);
        assert.deepEqual(policies(wholeChange(before, after)), [["own"], ["nsnp-network-isolate", "nsnp-web", "own"]]);
    });

    it("tell of policies that KubeSphere has made otherwise than is expected here", () => {
        const before = yaml(WORKSPACE, namespace("shop", `${IN_WORKSPACE}, ${ON}`), MADE);
        assert.deepEqual(worldsOf(wholeChange(before, before), KUBESPHERE_PLACES).notes, [
            "The cluster has other NetworkPolicies of KubeSphere than its isolation makes here: shop/nsnp-network-isolate and shop/nsnp-old. Connections are judged by isolation, before and after.",
        ]);
    });

    it("tell that KubeSphere has made none at all", () => {
        const before = yaml(WORKSPACE, namespace("shop", `${IN_WORKSPACE}, ${ON}`));
        assert.deepEqual(worldsOf(wholeChange(before, before), KUBESPHERE_PLACES).notes, [
            "The cluster has none of the NetworkPolicies that KubeSphere makes of isolation, so that nothing of it is in force now. Does the network extension run? Connections are judged by isolation, before and after.",
        ]);
    });

    it("tell of nothing where KubeSphere has made what is expected", () => {
        const made = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: nsnp-network-isolate, namespace: shop }
spec:
    podSelector: {}
    policyTypes: [Ingress]
    ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubesphere.io/namespace: shop } } }] }]`;
        const before = yaml(WORKSPACE, namespace("shop", `${IN_WORKSPACE}, ${ON}`), made);
        assert.deepEqual(worldsOf(wholeChange(before, before), KUBESPHERE_PLACES).notes, []);
    });

    it("have the annotations that a template writes on the workspace", () => {
        const template = `
apiVersion: tenant.kubesphere.io/v1beta1
kind: WorkspaceTemplate
metadata: { name: retail }
spec: { template: { metadata: { ${ON} } } }`;
        const before = yaml(WORKSPACE, namespace("shop", IN_WORKSPACE));
        assert.deepEqual(policies(wholeChange(before, yaml(before, template)))[1], ["nsnp-network-isolate"]);
    });

    it("isolate a namespace without a workspace in a stack, but not in a cluster that tells it has none", () => {
        const before = namespace("shop");
        const after = namespace("shop", ON);
        assert.deepEqual(policies(wholeChange(before, after))[1], []);
        assert.deepEqual(policies(stackChange(before, after))[1], ["nsnp-network-isolate"]);
    });

    it("have every namespace that a stack names, the usual ones, and a pod that stands for those of each", () => {
        const { before, after } = worldsOf(stackChange("", ALLOW), KUBESPHERE_PLACES);
        const names = ["kubesphere-controls-system", "kubesphere-monitoring-system", "shop", "web"];
        assert.deepEqual([...after.namespaces.keys()].sort(), names);
        assert.deepEqual([...before.namespaces.keys()].sort(), names);
        assert.deepEqual(after.workloads.map(({ namespace: own, name }) => `${own}/${name}`).sort(), [
            ...names.map((name) => `${name}/any`),
        ]);
    });

    it("count a namespace with policies as isolated where the stack does not tell", () => {
        assert.deepEqual(policies(stackChange("", ALLOW))[1], ["nsnp-network-isolate", "nsnp-web"]);
        assert.deepEqual(policies(stackChange("", yaml(ALLOW, namespace("shop"))))[1], []);
    });

    it("have a namespace before that only patches tell of", () => {
        const patched = object(
            { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", annotations: { a: "b" } } as never },
            true,
        );
        const change = { before: objectsOf(""), after: new Objects([patched]), isWhole: false };
        assert.ok(worldsOf(change, KUBESPHERE_PLACES).before.namespaces.has("shop"));
        const created = stackChange("", namespace("shop"));
        assert.ok(!worldsOf(created, KUBESPHERE_PLACES).before.namespaces.has("shop"));
    });

    it("have KubeSphere's label on a namespace that comes if others of the cluster have it", () => {
        const label = (before: string): string | undefined =>
            worldsOf(wholeChange(before, yaml(before, namespace("new"))), KUBESPHERE_PLACES).after.namespaces.get(
                "new",
            )?.["kubesphere.io/namespace"];
        assert.equal(label(namespace("shop", IN_WORKSPACE)), "new");
        assert.equal(label(namespace("shop")), undefined);
    });

    it("assume pods behind a service that nobody has told of", () => {
        const policy = ALLOW.replace("namespace: { name: web }", "service: { name: cart, namespace: web }");
        const { after } = worldsOf(stackChange("", policy), KUBESPHERE_PLACES);
        const cart = after.workloads.find(({ name }) => name === "cart");
        assert.deepEqual([cart?.namespace, cart?.kind], ["web", "Service"]);
        const made = after.policies.find(({ name }) => name === "nsnp-web");
        assert.deepEqual(made?.ingress?.[0]?.peers?.[0]?.podSelector?.matchLabels, cart?.labels);
    });

    it("keep a policy as it is as long as parts of the new one are unknown, and say so", () => {
        const late = object({
            apiVersion: "networking.k8s.io/v1",
            kind: "NetworkPolicy",
            metadata: { name: "own", namespace: "shop" },
            spec: { podSelector: UNKNOWN },
        } as never);
        const change = { before: objectsOf(WRITTEN), after: new Objects([late]), isWhole: true };
        const { before, after, notes } = worldsOf(change, KUBESPHERE_PLACES);
        assert.deepEqual(after.policies, before.policies);
        assert.deepEqual(notes, [
            "NetworkPolicy shop/own has parts that are known only after the update. Connections are judged by what it is now.",
        ]);
    });
});
