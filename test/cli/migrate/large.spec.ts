// SPDX-License-Identifier: Apache-2.0
// A plan over more pods than fit into memory as a whole, from a made-up API server.
import assert from "node:assert/strict";
import { Folder, ksnet } from "../check/support";
import { type Answers, ApiServer, page } from "../inputs/api-server";

const CALICO = "/apis/crd.projectcalico.org/v1";
const PODS = 10_000;
const PER_PAGE = 500;

const pool = (name: string, cidr: string): object => ({
    metadata: { name },
    spec: { cidr, blockSize: 26, nodeSelector: "all()", allowedUses: ["Workload"] },
});

/** About ten thousand bytes, as a pod has that is written with all its settings. */
function pod(index: number): object {
    const env = [{ name: "TOKEN", value: "x".repeat(10_000) }];
    const podIP = `10.64.${Math.floor(index / 250)}.${index % 250}`;
    const ownerReferences = [{ kind: "ReplicaSet", name: `web-${index % 100}-1`, controller: true }];
    return {
        metadata: { name: `web-${index}`, namespace: "shop", ownerReferences },
        spec: { nodeName: "node-1", containers: [{ env }] },
        status: { phase: "Running", podIP, conditions: [{ type: "Ready", status: "True" }] },
    };
}

const DEPLOYMENTS = Array.from({ length: 100 }, (_, index) => `web-${index}`);

const CLUSTER: Answers = {
    [`${CALICO}/ippools`]: page([pool("old", "10.64.0.0/16"), pool("new", "10.65.0.0/16")]),
    "/api/v1/nodes": page([{ metadata: { name: "node-1" } }]),
    "/api/v1/namespaces": page([
        {
            metadata: {
                name: "shop",
                labels: { "ippool.network.kubesphere.io/old": "" },
                annotations: { "cni.projectcalico.org/ipv4pools": '["old"]' },
            },
        },
    ]),
    "/apis/apps/v1/deployments": page(
        DEPLOYMENTS.map((name) => ({ metadata: { name, namespace: "shop" }, spec: { replicas: 100 } })),
    ),
    "/apis/apps/v1/replicasets": page(
        DEPLOYMENTS.map((name) => ({
            metadata: {
                name: `${name}-1`,
                namespace: "shop",
                ownerReferences: [{ kind: "Deployment", name, controller: true }],
            },
        })),
    ),
    ...Object.fromEntries(
        Array.from({ length: PODS / PER_PAGE }, (_, number) => [
            number === 0 ? "/api/v1/pods" : `/api/v1/pods ${number}`,
            page(
                Array.from({ length: PER_PAGE }, (__, index) => pod(number * PER_PAGE + index)),
                (number + 1) * PER_PAGE < PODS ? String(number + 1) : undefined,
            ),
        ]),
    ),
};

interface Document {
    readonly plan: { readonly batches: readonly (readonly { readonly pods: number }[])[] };
}

describe("ksnet migrate plan on a large cluster", function () {
    this.timeout(60_000);
    const folder = new Folder();
    const server = new ApiServer(folder);

    it("has never more than a page of the pods in memory", async () => {
        const kubeconfig = await server.serve(CLUSTER);
        // All of them are 100 MB of text; node itself takes another 100 MB or so outside of this.
        const { code, stdout, stderr } = await ksnet(
            ["migrate", "plan", "old", "new", "--json", "--kubeconfig", kubeconfig],
            {
                env: { NODE_OPTIONS: "--max-old-space-size=100" },
            },
        );
        assert.deepEqual([code, stderr], [0, ""]);
        const { plan } = JSON.parse(stdout) as Document;
        const pods = plan.batches.flat().map((move) => move.pods);
        assert.deepEqual([pods.length, new Set(pods)], [100, new Set([100])]);
    });
});
