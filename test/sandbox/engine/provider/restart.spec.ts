// SPDX-License-Identifier: Apache-2.0
// The API server goes away in the middle of a run. Does not prove what becomes of requests that took longer than its restart.
import assert from "node:assert/strict";
import { KubernetesClient } from "../../../../sandbox/kubernetes/client";
import type { ControlPlane } from "../../../../sandbox/control-plane/index";
import type { Properties } from "../../../../sandbox/engine/values";
import { startSupervised } from "../../../../sandbox/control-plane/control-plane";
import { IP_POOL, pool, TestStack } from "./stack";

const POOLS = 300;
const PARALLEL = 16;

describe("Kubernetes provider and an API server that restarts", () => {
    let controlPlane: ControlPlane;

    before(async () => {
        controlPlane = await startSupervised({}, { crds: true, controllers: false });
    });

    after(() => controlPlane.stop());

    it("creates each of many pools exactly once", async () => {
        const stack = new TestStack({ kubeconfig: controlPlane.kubeconfig });
        let next = 0;
        let restart: Promise<void> | undefined;
        const worker = async () => {
            while (next < POOLS) {
                const name = `pool-${next++}`;
                if (next === POOLS / 2) {
                    restart = controlPlane.stopApiServer().then(() => controlPlane.startApiServer());
                }
                const made = await stack.create(IP_POOL, pool(name));
                assert.equal(made.id, name);
            }
        };
        await Promise.all(Array.from({ length: PARALLEL }, worker));
        await restart;
        assert.ok(
            stack.said.some((line) => line.includes("does not answer")),
            "the restart was felt",
        );

        const client = await KubernetesClient.connect({ kubeconfig: controlPlane.kubeconfig });
        const kind = await client.find("crd.projectcalico.org/v1", "IPPool");
        const { items } = await client.list(kind!);
        const names = items.map(({ metadata }) => (metadata as Properties).name);
        assert.deepEqual(names.sort(), Array.from({ length: POOLS }, (_, at) => `pool-${at}`).sort());
        await client.close();
        await stack.close();
    });
});
