// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { podsAfter, podsBefore } from "../../../../lib/report/connectivity/pods";
import { objectsOf } from "./cluster";

const NAMESPACE = "{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }";

const RUNNING = `
apiVersion: v1
kind: Pod
metadata:
    name: web-5d9c-x
    namespace: shop
    labels: { app: web, pod-template-hash: 5d9c }
    ownerReferences: [{ kind: ReplicaSet, name: web-5d9c, controller: true }]
spec:
    containers: [{ ports: [{ name: http, containerPort: 8080 }, { containerPort: 53, protocol: UDP }] }]
    initContainers: [{ restartPolicy: Always, ports: [{ containerPort: 9090 }] }, { ports: [{ containerPort: 1 }] }]
status: { phase: Running, podIP: 10.0.0.1, podIPs: [{ ip: 10.0.0.1 }, { ip: "fd00::1" }] }`;

function deployment(app: string): string {
    return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: ${app} } }, spec: { containers: [] } } }`;
}

const [POD] = podsBefore(objectsOf(RUNNING));

const FROM_TEMPLATE = {
    namespace: "shop",
    owner: { kind: "Deployment", name: "web" },
    labels: { app: "web" },
    ports: [],
    addresses: [],
    isHostNetwork: false,
};

describe("Pods", () => {
    it("have their Deployment, the ports of containers and sidecars, and all their addresses", () => {
        assert.deepEqual(POD, {
            namespace: "shop",
            podName: "web-5d9c-x",
            owner: { kind: "Deployment", name: "web" },
            labels: { app: "web", "pod-template-hash": "5d9c" },
            ports: [
                { name: "http", port: 8080, protocol: "TCP" },
                { port: 53, protocol: "UDP" },
                { port: 9090, protocol: "TCP" },
            ],
            addresses: ["10.0.0.1", "fd00::1"],
            isHostNetwork: false,
        });
    });

    it("are their own owners where nothing else is", () => {
        const pod = "{ apiVersion: v1, kind: Pod, metadata: { name: probe, namespace: shop } }";
        assert.deepEqual(podsBefore(objectsOf(pod))[0]?.owner, { kind: "Pod", name: "probe" });
    });

    for (const phase of ["Succeeded", "Failed"]) {
        it(`that have ${phase.toLowerCase()} do not count`, () => {
            assert.deepEqual(podsBefore(objectsOf(RUNNING.replace("Running", phase))), []);
        });
    }

    it("of a template stand for themselves until there are real ones", () => {
        assert.deepEqual(podsBefore(objectsOf(deployment("web"))), [FROM_TEMPLATE]);
        assert.deepEqual(podsBefore(objectsOf(`${deployment("web")}\n---${RUNNING}`)), [POD]);
    });

    it("of a CronJob have the labels of its jobs' pods", () => {
        const template = "{ metadata: { labels: { app: night } }, spec: {} }";
        const cronJob = `{ apiVersion: batch/v1, kind: CronJob, metadata: { name: n, namespace: shop }, spec: { jobTemplate: { spec: { template: ${template} } } } }`;
        assert.deepEqual(podsBefore(objectsOf(cronJob))[0]?.labels, { app: "night" });
    });

    it("stay where their template does", () => {
        const objects = objectsOf(`${deployment("web")}\n---${RUNNING}`);
        assert.deepEqual(podsAfter(objects, objects), [POD]);
    });

    it("are others where their template changes, with addresses that nobody knows yet", () => {
        const [before, after] = ["web", "site"].map((app) => objectsOf(`${deployment(app)}\n---${RUNNING}`));
        assert.deepEqual(podsAfter(before!, after!), [{ ...FROM_TEMPLATE, labels: { app: "site" } }]);
    });

    it("go with their owner", () => {
        assert.deepEqual(podsAfter(objectsOf(`${deployment("web")}\n---${RUNNING}`), objectsOf(RUNNING)), []);
    });

    it("go with their namespace", () => {
        assert.deepEqual(podsAfter(objectsOf(`${NAMESPACE}\n---${RUNNING}`), objectsOf(RUNNING)), []);
    });
});
