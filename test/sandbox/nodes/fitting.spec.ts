// SPDX-License-Identifier: Apache-2.0
// Proves which nodes fit a pod. Does not weigh nodes against each other, as kube-scheduler does.
import assert from "node:assert/strict";
import { nodesFor, waitsForNode } from "../../../sandbox/nodes/fitting";
import type { KubernetesObject } from "../../../sandbox/kubernetes/client";

function node(name: string, labels: Record<string, string>, spec: object = {}): KubernetesObject {
    return { apiVersion: "v1", kind: "Node", metadata: { name, labels }, spec };
}

function pod(spec: object): KubernetesObject {
    return { apiVersion: "v1", kind: "Pod", metadata: { name: "pod", namespace: "shop" }, spec };
}

function required(...nodeSelectorTerms: object[]): object {
    return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } };
}

const NODES = [
    node("plain", { zone: "a" }),
    node("other", { zone: "b" }),
    node("tainted", { zone: "a" }, { taints: [{ key: "gpu", value: "yes", effect: "NoSchedule" }] }),
    node("shunned", { zone: "a" }, { taints: [{ key: "old", effect: "PreferNoSchedule" }] }),
    node("cordoned", { zone: "a" }, { unschedulable: true }),
];

const named = (name: string) => ({ matchFields: [{ key: "metadata.name", operator: "In", values: [name] }] });
const EVERYTHING = { operator: "Exists" };

const FITS: Record<string, { spec: object; nodes: string[] }> = {
    "those that take any pod, where it asks for nothing": { spec: {}, nodes: ["plain", "other", "shunned"] },
    "those with the labels of its nodeSelector": { spec: { nodeSelector: { zone: "a" } }, nodes: ["plain", "shunned"] },
    "those of any term of its affinity": { spec: required(named("plain"), named("other")), nodes: ["plain", "other"] },
    "those that a term selects with labels and fields at once": {
        spec: required({ ...named("other"), matchExpressions: [{ key: "zone", operator: "In", values: ["a"] }] }),
        nodes: [],
    },
    "none of an empty term": { spec: required({}), nodes: [] },
    "a tainted one that it tolerates by value": {
        spec: { tolerations: [{ key: "gpu", value: "yes", effect: "NoSchedule" }] },
        nodes: ["plain", "other", "tainted", "shunned"],
    },
    "no tainted one that it tolerates with another value": {
        spec: { tolerations: [{ key: "gpu", value: "no" }] },
        nodes: ["plain", "other", "shunned"],
    },
    "a cordoned one that it tolerates, as a DaemonSet does": {
        spec: { tolerations: [{ key: "node.kubernetes.io/unschedulable", operator: "Exists", effect: "NoSchedule" }] },
        nodes: ["plain", "other", "shunned", "cordoned"],
    },
    "all that it selects, where it tolerates everything": {
        spec: { tolerations: [EVERYTHING], nodeSelector: { zone: "a" } },
        nodes: ["plain", "tainted", "shunned", "cordoned"],
    },
};

describe("The nodes that fit a pod are", () => {
    for (const [what, { spec, nodes }] of Object.entries(FITS)) {
        it(what, () => {
            assert.deepEqual(
                nodesFor(pod(spec), NODES).map(({ metadata }) => metadata.name),
                nodes,
            );
        });
    }

    it("looked for unless it has one, has a scheduler of its own, or is held back", () => {
        assert.equal(waitsForNode(pod({})), true);
        assert.equal(waitsForNode(pod({ schedulerName: "default-scheduler" })), true);
        assert.equal(waitsForNode(pod({ nodeName: "plain" })), false);
        assert.equal(waitsForNode(pod({ schedulerName: "mine" })), false);
        assert.equal(waitsForNode(pod({ schedulingGates: [{ name: "quota" }] })), false);
    });
});
