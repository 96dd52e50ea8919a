// SPDX-License-Identifier: Apache-2.0
// Runs against Pulumi's mocks: it does not prove which keys an API server leaves alone.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { IPPool } from "../../../components/ippool/ip-pool";
import { NamespaceBinding, type NamespaceBindingArgs } from "../../../components/binding/namespace-binding";
import { objects, record, recordFailure, unknownOutput, valueOf } from "../recorder";

const TYPE = "kubernetes:core/v1:NamespacePatch";

function patch(name: string, metadata: object) {
    return { type: TYPE, name, inputs: { apiVersion: "v1", kind: "Namespace", metadata } };
}

async function metadataOf(args: NamespaceBindingArgs): Promise<unknown> {
    const run = await record(() => new NamespaceBinding("shop", args));
    return objects(run)[0]?.inputs.metadata;
}

describe("A NamespaceBinding", () => {
    it("is one patch with a label for each pool and Calico's list in the order given", async () => {
        const args = { namespace: "shop", pools: ["pool-b", "pool-a"] };
        const run = await record(() => new NamespaceBinding("shop-pools", args));
        assert.deepEqual(run.resources, [
            { type: "kubesphere-network:index:NamespaceBinding", name: "shop-pools", inputs: args },
            patch("shop-pools", {
                name: "shop",
                labels: { "ippool.network.kubesphere.io/pool-a": "", "ippool.network.kubesphere.io/pool-b": "" },
                annotations: { "cni.projectcalico.org/ipv4pools": '["pool-b","pool-a"]' },
            }),
        ]);
        assert.equal(await valueOf(run.result.namespace), "shop");
        assert.deepEqual(await valueOf(run.result.pools), ["pool-b", "pool-a"]);
    });

    it("writes another label value, no list of Calico's and takes ownership on request", async () => {
        assert.deepEqual(
            await metadataOf({
                namespace: "shop",
                pools: ["pool-a"],
                labelValue: "true",
                calicoAnnotation: false,
                takeOwnership: true,
            }),
            {
                name: "shop",
                labels: { "ippool.network.kubesphere.io/pool-a": "true" },
                annotations: { "pulumi.com/patchForce": "true" },
            },
        );
    });

    it("has the default format under a user's own mocks, which no cluster is read for", async () => {
        const args = { namespace: "shop", pools: ["pool-a"] };
        const run = await record(() => new NamespaceBinding("shop", args), { hooks: false });
        assert.deepEqual(objects(run), [
            patch("shop", {
                name: "shop",
                labels: { "ippool.network.kubesphere.io/pool-a": "" },
                annotations: { "cni.projectcalico.org/ipv4pools": '["pool-a"]' },
            }),
        ]);
    });

    it("lists pools by the address family that the program gives them, even further down", async () => {
        const run = await record(() => {
            const four = new IPPool("four", { cidr: "10.0.0.0/24" });
            new NamespaceBinding("shop", { namespace: "shop", pools: ["six", four.poolName, "elsewhere"] });
            new IPPool("six", { cidr: "fd00::/64" });
        });
        const bound = objects(run).find(({ type }) => type === TYPE);
        assert.deepEqual((bound?.inputs.metadata as { annotations: unknown }).annotations, {
            "cni.projectcalico.org/ipv4pools": '["four","elsewhere"]',
            "cni.projectcalico.org/ipv6pools": '["six"]',
        });
    });

    it("depends on the pools whose names it takes", async () => {
        const run = await record(() => {
            const pool = new IPPool("pool-a", { cidr: "10.0.0.0/24" });
            new NamespaceBinding("shop", { namespace: "shop", pools: [pool.poolName] });
        });
        assert.ok(run.requests.get("shop")?.dependencies.some((urn) => urn.endsWith(":IPPool::pool-a")));
    });

    it("previews the pools while the namespace is not known", async () => {
        const args = { namespace: unknownOutput<string>(), pools: ["pool-a"] };
        const run = await record(() => new NamespaceBinding("shop", args), { preview: true });
        const { labels } = objects(run)[0]?.inputs.metadata as { labels: unknown };
        assert.deepEqual(labels, { "ippool.network.kubesphere.io/pool-a": "" });
    });

    it("is refused with everything that is wrong", async () => {
        await record(() => {
            const args = { namespace: "Shop", pools: ["type", "b", "b"], labelValue: "a b" };
            assert.throws(() => new NamespaceBinding("shop", args), {
                message: `NamespaceBinding "shop":
  - 'namespace' (Shop) must be a name of lower-case letters, digits and '-', at most 63 characters long.
  - 'pools[0]' (type) must not be a name that KubeSphere has labels of. Choose another one.
  - 'pools[2]' (b) must be in the list once only. Remove the second one.
  - 'labelValue' (a b) must be a label value: letters, digits, '-', '_' and '.', at most 63 characters long.`,
            });
        });
    });

    it("is never registered with a bad list that comes late", async () => {
        const run = await recordFailure(
            () => new NamespaceBinding("shop", { namespace: "shop", pools: pulumi.output([]) }).pools,
        );
        assert.equal(
            run.error.message,
            `NamespaceBinding "shop":
  - 'pools' ([]) must list at least one pool. Remove the binding to unbind the namespace.`,
        );
        assert.deepEqual(objects(run), []);
    });
});
