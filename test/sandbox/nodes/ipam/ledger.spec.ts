// SPDX-License-Identifier: Apache-2.0
// Against a real API server: what two that write the same blocks do to each other.
import assert from "node:assert/strict";
import { IPAM_BLOCK } from "../../../../lib/kinds";
import { KubernetesClient } from "../../../../sandbox/kubernetes/client";
import { assignAll, release } from "../../../../sandbox/nodes/ipam/assign";
import { Ledger } from "../../../../sandbox/nodes/ipam/ledger";
import { sharedCluster } from "../../../support/cluster";
import { holdersOf } from "../site";
import { pool, request, world } from "./world";

describe("Blocks of the API server", function () {
    this.timeout(60_000);
    const world4 = world([pool("ledger", "10.62.0.0/26", { blockSize: 28 })]);
    let client: KubernetesClient;
    before(async () => {
        client = await KubernetesClient.connect({ kubeconfig: (await sharedCluster()).kubeconfig });
    });
    after(async () => {
        await client.close();
    });

    async function stored(): Promise<string[]> {
        const { items } = await client.list(IPAM_BLOCK);
        const ours = items.flatMap(holdersOf).filter(({ cidr }) => cidr.startsWith("10.62.0."));
        return ours.map(({ handle }) => handle).sort();
    }

    function take(ledger: Ledger, handle: string): Promise<string> {
        return ledger.change((blocks) => {
            const { addresses, changed } = assignAll(blocks, [request(handle, "node-1")], world4);
            return { answer: addresses[0] ?? "", changed };
        });
    }

    function giveBack(ledger: Ledger, handle: string): Promise<void> {
        return ledger.change((blocks) => ({ answer: undefined, changed: release(blocks, handle) }));
    }

    it("give no address to two, though two writers do not know of each other", async () => {
        const [one, other] = [new Ledger(client), new Ledger(client)];
        const handles = Array.from({ length: 40 }, (_, index) => `ledger-${String(index).padStart(2, "0")}`);
        const writers = handles.map((handle, index) => ({ handle, ledger: index % 2 === 0 ? one : other }));
        const addresses = await Promise.all(writers.map(({ handle, ledger }) => take(ledger, handle)));
        assert.equal(new Set(addresses).size, 40);
        assert.deepEqual(await stored(), handles);
        await Promise.all(writers.map(({ handle, ledger }) => giveBack(ledger, handle)));
        assert.deepEqual(await stored(), []);
    });

    it("refuse one change without the others that come with it", async () => {
        const ledger = new Ledger(client);
        const results = await Promise.allSettled([
            take(ledger, "ledger-good"),
            ledger.change(() => {
                throw new Error("no such pool");
            }),
        ]);
        assert.deepEqual(
            results.map(({ status }) => status),
            ["fulfilled", "rejected"],
        );
        assert.deepEqual(await stored(), ["ledger-good"]);
        await giveBack(ledger, "ledger-good");
    });
});
