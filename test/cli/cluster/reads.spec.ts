// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { clusterAt } from "../../../cli/cluster/cluster";
import { Denied } from "../../../cli/cluster/denied";
import { Reads } from "../../../cli/cluster/reads";
import { BadInput } from "../../../cli/inputs/bad-input";
import type { ApiAnswer } from "../../../components/cluster/request";
import { IP_POOL, NAMESPACE, NODE, POD } from "../../../lib/kinds";

const REFUSED: ApiAnswer = { status: 403, body: JSON.stringify({ message: "forbidden" }) };
const ONE: ApiAnswer = { status: 200, body: JSON.stringify({ items: [{ metadata: { name: "a" } }] }) };

/** Reads of a server that answers by the path, and with 404 to all others. */
function readsOf(answers: Readonly<Record<string, ApiAnswer>>): Reads {
    const send = ({ path }: { path: string }): Promise<ApiAnswer> =>
        Promise.resolve(answers[path.split("?")[0] ?? ""] ?? { status: 404, body: "" });
    return new Reads(clusterAt("near", send));
}

describe("What a command reads", () => {
    it("are the objects, or what is kept of each page; none of a kind that is not served", async () => {
        const reads = readsOf({ "/api/v1/nodes": ONE });
        assert.deepEqual(await reads.list(NODE), [{ metadata: { name: "a" } }]);
        assert.deepEqual(await reads.list(NODE, {}, (page) => [page.length]), [1]);
        assert.deepEqual(await reads.list(IP_POOL), []);
        assert.equal(await reads.get(NODE, "gone"), undefined);
        reads.assertAllowed();
    });

    it("fails with every right that is missing, and not before all was tried", async () => {
        const reads = readsOf({
            "/apis/crd.projectcalico.org/v1/ippools": REFUSED,
            "/api/v1/namespaces/shop/pods": REFUSED,
            "/api/v1/namespaces/kube-system": REFUSED,
        });
        assert.deepEqual(await reads.list(IP_POOL), []);
        assert.deepEqual(await reads.list(POD, { namespace: "shop" }), []);
        assert.equal(await reads.get(NAMESPACE, "kube-system"), undefined);
        assert.throws(
            () => {
                reads.assertAllowed();
            },
            new Denied(["list ippools.crd.projectcalico.org", "list pods in the namespace shop", "get namespaces"]),
        );
    });

    it("goes on without what it can do without, and knows what that is", async () => {
        const reads = readsOf({ "/api/v1/nodes": REFUSED });
        assert.equal(await reads.listIfAllowed(NODE), undefined);
        assert.deepEqual(reads.notRead, [NODE]);
        reads.assertAllowed();
    });

    it("fails at once where the server does not answer as it should", async () => {
        const body = JSON.stringify({ message: "etcdserver: leader changed" });
        const reads = readsOf({ "/api/v1/nodes": { status: 500, body } });
        await assert.rejects(
            reads.listIfAllowed(NODE),
            new BadInput(["Node (v1) of the cluster cannot be read: etcdserver: leader changed."]),
        );
    });
});
