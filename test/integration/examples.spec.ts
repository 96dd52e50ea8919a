// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadAll } from "js-yaml";
import type { LiveObject } from "../support/kubectl";
import { describeOnControlPlane } from "./support/on-control-plane";

const PLATFORM = resolve(__dirname, "../../examples/platform");

describeOnControlPlane("The examples on the control plane", (cluster) => {
    const named = (list: readonly LiveObject[]) => list.map(({ metadata }) => metadata?.name ?? "").sort();
    const metadataOf = ({ metadata = {} }: LiveObject) => [metadata.name, metadata.labels, metadata.annotations];

    /** Labels and annotations of every namespace and workspace that tenants have made. */
    const tenants = async () => {
        const namespaces = await cluster().kubectl.list("v1", "Namespace");
        const workspaces = await cluster().kubectl.list("tenant.kubesphere.io/v1beta1", "Workspace");
        return [...namespaces, ...workspaces]
            .filter(({ metadata }) => metadata?.annotations?.["kubesphere.io/creator"]?.endsWith("-admin"))
            .map(metadataOf);
    };

    /** Names of what is there of the network, policies with their namespace. */
    const network = async () => {
        const policies = await cluster().kubectl.list("network.kubesphere.io/v1alpha1", "NamespaceNetworkPolicy");
        return {
            plans: named(await cluster().kubectl.list("kubesphere.io/v1alpha1", "InstallPlan")),
            pools: named(await cluster().kubectl.list("crd.projectcalico.org/v1", "IPPool")),
            policies: policies.map(({ metadata }) => `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`).sort(),
        };
    };
    const NOTHING = { plans: [], pools: [], policies: [] };

    it("platform: makes all objects of network.yaml directly under one component, and leaves the tenants' own", async () => {
        for (const object of loadAll(readFileSync(join(PLATFORM, "cluster.yaml"), "utf8"))) {
            await cluster().kubectl.apply(object as LiveObject);
        }
        const before = await tenants();
        assert.equal(before.length, 15);
        const stack = await cluster().example("platform");
        const made = await stack.succeed("up");
        assert.deepEqual(await network(), {
            plans: ["network"],
            pools: ["data", "legacy", "payments", "retail"],
            policies: [
                "card-vault/from-checkout",
                "card-vault/to-acquirer",
                "shop-api/from-load-balancer",
                "shop-api/from-web",
                "shop-api/to-ledger",
                "warehouse/from-reports",
                "warehouse/to-ingestion",
            ],
        });
        // 1 plan, 4 pools, 12 bindings, 1 workspace, 3 projects, 7 policies; and the component and the stack.
        assert.deepEqual(made.changes, { create: 28 + 2 });
        const objects = made.steps.filter((step) => step.includes("$"));
        assert.equal(objects.length, 28);
        assert.ok(
            objects.every((step) => /^create kubesphere-network:index:NetworkPlatform\$kubernetes:[^$]*$/.test(step)),
        );
        assert.equal(made.outputs.networkExtension, "Installed");

        const again = await stack.succeed("up");
        assert.deepEqual([again.steps, again.changes], [[], { same: 30 }]);
        const refreshed = await stack.succeed("up", { refresh: true });
        assert.deepEqual(
            refreshed.steps.filter((step) => !step.startsWith("refresh ")),
            [],
        );

        await stack.succeed("destroy");
        assert.deepEqual(await tenants(), before);
        assert.deepEqual(await network(), NOTHING);
    });

    it("platform: says the line and the column of every mistake in network.yaml", async () => {
        const stack = await cluster().example("platform");
        const text = readFileSync(join(PLATFORM, "network.yaml"), "utf8");
        const lines = text.split("\n");
        const size = lines.findIndex((line) => line.includes("blockSize: 24"));
        const bound = lines.findIndex((line) => line.includes("shop-search:"));
        const broken = text
            .replace("blockSize: 24", "blockSize: 4")
            .replace(
                "shop-search: { workspace: retail, pools: [retail] }",
                "shop-search: { workspace: retail, pools: [nowhere] }",
            );
        await stack.file("network.yaml", broken);
        for (const operation of ["preview", "up"] as const) {
            const said = await stack.refused(operation);
            assert.match(said, /^NetworkPlatform "platform":\n/);
            assert.match(said, new RegExp(`network\\.yaml:${size + 1}:\\d+: .*\\(4\\)`));
            assert.match(said, new RegExp(`network\\.yaml:${bound + 1}:\\d+: .*nowhere`));
        }
        assert.deepEqual(await network(), NOTHING);
    });

    it("quickstart: installs the extension and puts one isolated project on one pool", async () => {
        for (const name of ["shop-api", "shop-web"]) {
            await cluster().kubectl.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
        }
        const stack = await cluster().example("quickstart");
        await stack.succeed("up");
        assert.deepEqual(await network(), { plans: ["network"], pools: ["shop"], policies: ["shop-api/from-web"] });
        await stack.succeed("destroy");
        assert.deepEqual(await network(), NOTHING);
    });
});
