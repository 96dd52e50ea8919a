// SPDX-License-Identifier: Apache-2.0
// Proves that a cluster that is there already is used only on request. Says nothing about clusters elsewhere.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXTENSION_VERSION, INSTALL_PLAN, type Kind } from "../../../lib/kinds";
import {
    existingCluster,
    sandboxStatus,
    startControlPlane,
    startSandbox,
    type ControlPlane,
} from "../../../sandbox/control-plane";
import { KubernetesClient } from "../../../sandbox/kubernetes/client";

describe("existing cluster", function () {
    this.timeout(60_000);
    const root = mkdtempSync(join(tmpdir(), "existing-"));
    const { KUBECONFIG } = process.env;
    let there: ControlPlane;

    before(async () => {
        there = await startControlPlane({ name: "there", root });
        process.env.KUBECONFIG = there.kubeconfig;
    });
    after(async () => {
        if (KUBECONFIG === undefined) {
            delete process.env.KUBECONFIG;
        } else {
            process.env.KUBECONFIG = KUBECONFIG;
        }
        await there.stop();
        rmSync(root, { recursive: true, force: true });
    });

    async function served(kind: Kind): Promise<boolean> {
        const client = await KubernetesClient.connect({ kubeconfig: there.kubeconfig });
        try {
            return (await client.find(kind.apiVersion, kind.kind)) !== undefined;
        } finally {
            await client.close();
        }
    }

    it("is not touched by a sandbox that did not ask for it", async () => {
        const own = await startSandbox({ name: "own", root });
        try {
            assert.notEqual(own.url, there.url);
            assert.equal(await served(INSTALL_PLAN), false);
        } finally {
            await own.stop();
        }
    });

    it("gets the CRDs and the simulated KubeSphere on request, and outlives the sandbox", async () => {
        const visiting = await startSandbox({ name: "visiting", root, existing: true });
        assert.equal(visiting.url, there.url);
        const { existing, processes } = sandboxStatus("visiting", root);
        assert.deepEqual([existing, Object.keys(processes ?? {})], [true, ["simulated-kubesphere"]]);
        const client = await KubernetesClient.connect({ kubeconfig: visiting.kubeconfig });
        try {
            const { items } = await client.list(EXTENSION_VERSION);
            assert.ok(items.some(({ metadata }) => metadata.name === "network-1.3.0"));
        } finally {
            await client.close();
        }
        await visiting.stop();
        assert.ok(!existsSync(visiting.dataFolder));
        assert.equal(await served(INSTALL_PLAN), true);
        assert.equal(sandboxStatus("there", root).state, "running");
    });

    it("is refused when KUBECONFIG names none", async () => {
        await assert.rejects(existingCluster(""), /'KUBECONFIG' \(not set\) must name a kubeconfig/);
        await assert.rejects(
            existingCluster("/nowhere/config"),
            /not found: \/nowhere\/config\. Set it, or leave --existing out/,
        );
    });
});
