// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { type ControlPlane, startSupervised } from "../../sandbox/control-plane/control-plane";
import { TestStack } from "../support/test-stack";

const POOL = 'const net = require("kubesphere-network"); new net.IPPool("pool-a", { cidr: "10.0.0.0/24" }';

describe("An IPPool on a cluster that does not have Calico's kind", () => {
    let cluster: ControlPlane;

    before(async () => {
        cluster = await startSupervised({}, { crds: false, controllers: false });
    });

    after(() => cluster.stop());

    it("is refused in one sentence", async () => {
        const stack = await TestStack.create(cluster.kubeconfig, `${POOL});`);
        assert.equal(
            await stack.fail("preview"),
            'IPPool "pool-a":\n  - the cluster does not know the kind IPPool (crd.projectcalico.org/v1). Install Calico first; until then a preview checks nothing on the server.',
        );
    });

    it("comes up after what brings the kind, if it depends on that", async () => {
        const crd = `new CustomResource("crd", {
            apiVersion: "apiextensions.k8s.io/v1",
            kind: "CustomResourceDefinition",
            metadata: { name: "ippools.crd.projectcalico.org" },
            spec: {
                group: "crd.projectcalico.org",
                names: { kind: "IPPool", listKind: "IPPoolList", plural: "ippools", singular: "ippool" },
                scope: "Cluster",
                versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema:
                    { type: "object", "x-kubernetes-preserve-unknown-fields": true } } }],
            },
        })`;
        const stack = await TestStack.create(cluster.kubeconfig, `${POOL}, { dependsOn: ${crd} });`);
        await stack.succeed("preview");
        await stack.succeed("up");
        await stack.succeed("destroy");
    });

    it("is refused where pools are served as projectcalico.org/v3 only", async () => {
        const kind = { kind: "IPPool", listKind: "IPPoolList", plural: "ippools", singular: "ippool" };
        const crds = await TestStack.create(
            cluster.kubeconfig,
            `new CustomResource("crd", {
                apiVersion: "apiextensions.k8s.io/v1",
                kind: "CustomResourceDefinition",
                metadata: { name: "ippools.projectcalico.org" },
                spec: {
                    group: "projectcalico.org",
                    names: ${JSON.stringify(kind)},
                    scope: "Cluster",
                    versions: [{ name: "v3", served: true, storage: true, schema: { openAPIV3Schema:
                        { type: "object", "x-kubernetes-preserve-unknown-fields": true } } }],
                },
            });`,
        );
        await crds.succeed("up");
        const stack = await TestStack.create(cluster.kubeconfig, `${POOL});`);
        assert.equal(
            await stack.fail("preview"),
            'IPPool "pool-a":\n  - the cluster has pools as projectcalico.org/v3 only (Calico 3.32 and later with native v3 custom resources), which KubeSphere\'s network extension does not manage. Use a cluster with crd.projectcalico.org/v1.',
        );
    });
});
