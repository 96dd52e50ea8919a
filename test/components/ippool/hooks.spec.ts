// SPDX-License-Identifier: Apache-2.0
// Calls the hooks as an engine would: it does not prove when an engine calls them.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { CannotRead, type ClusterAccess } from "../../../components/cluster/access";
import { refuseDeletionInUse } from "../../../components/ippool/deletion-guard";
import { refuseImmutableChange } from "../../../components/ippool/immutable-hook";
import type { Kind } from "../../../lib/kinds";

const named = { urn: "urn", id: "id", name: "logical", type: "type" };

function inputs(spec: object): Record<string, unknown> {
    return { metadata: { name: "pool-a" }, spec };
}

function update(before: object, after: object): Promise<void> {
    return refuseImmutableChange({ ...named, oldInputs: inputs(before), newInputs: inputs(after) });
}

describe("The hook for what is immutable", () => {
    it("refuses another CIDR and shows the migration", async () => {
        await assert.rejects(update({ cidr: "10.0.0.0/20", blockSize: 26 }, { cidr: "10.9.0.0/20", blockSize: 26 }), {
            message: `IPPool "pool-a":
  - 'cidr' must stay 10.0.0.0/20. It was changed to 10.9.0.0/20.
Calico cannot change a pool in place: addresses in use would be lost. Migrate instead:
  1. Put "pool-a" back as it was and add a pool "pool-a-v2" with cidr 10.9.0.0/20 and blockSize 26.
  2. Bind the namespaces of "pool-a" to "pool-a" and "pool-a-v2".
  3. Bind them to "pool-a-v2" alone and restart their workloads.
  4. Set disabled: true on "pool-a". Once no pod has an address of 10.0.0.0/20, remove it.`,
        });
    });

    it("does not advise a new pool that overlaps the old one", async () => {
        const message = /add a pool "pool-a-v2" with blockSize 24 and a CIDR that does not overlap 10\.0\.0\.0\/20\./;
        await assert.rejects(update({ cidr: "10.0.0.0/20" }, { cidr: "10.0.0.0/16", blockSize: 24 }), { message });
        await assert.rejects(update({ cidr: "10.0.0.0/20" }, { cidr: "10.0.0.0/20", blockSize: 24 }), { message });
    });

    it("lets everything else change, and a default be written out", async () => {
        await update({ cidr: "10.0.0.0/20", natOutgoing: false }, { cidr: "10.0.0.0/20", blockSize: 26 });
    });

    it("waits for the update where a preview does not know the CIDR", async () => {
        await update({ cidr: "10.0.0.0/20", blockSize: 24 }, { cidr: pulumi.unknown, blockSize: pulumi.unknown });
    });

    it("compares secrets and does not tell them", async () => {
        const oldInputs = { metadata: { name: "pool-a" }, spec: pulumi.secret({ cidr: "10.0.0.0/20", blockSize: 26 }) };
        const newInputs = { metadata: { name: "pool-a" }, spec: pulumi.secret({ cidr: "10.9.0.0/20", blockSize: 26 }) };
        await refuseImmutableChange({ ...named, oldInputs, newInputs: oldInputs });
        await assert.rejects(refuseImmutableChange({ ...named, oldInputs, newInputs }), (error: Error) => {
            assert.match(error.message, /'cidr' must stay \[secret\]\. It was changed to \[secret\]\./);
            assert.doesNotMatch(error.message, /10\./);
            return true;
        });
    });
});

function block(cidr: string, allocations: (number | null)[]) {
    return { spec: { cidr, allocations } };
}

function pod(name: string, podIP: string, rest: object = {}) {
    return { metadata: { namespace: "shop", name }, status: { podIP, phase: "Running" }, ...rest };
}

async function remove(blocks: object[], pods: object[]): Promise<void> {
    const cluster = { list: (kind: Kind) => Promise.resolve(kind.kind === "Pod" ? pods : blocks) } as unknown as Pick<
        ClusterAccess,
        "list"
    >;
    const oldInputs = inputs({ cidr: "10.0.0.0/24" });
    await refuseDeletionInUse({ ...named, oldInputs }, () => Promise.resolve(cluster));
}

describe("The hook that guards a deletion", () => {
    it("refuses it while addresses are allocated or pods have them", async () => {
        const pods = Array.from({ length: 7 }, (_, index) => pod(`web-${index}`, `10.0.0.${index}`));
        await assert.rejects(remove([block("10.0.0.0/26", [0, null, 3]), block("10.0.0.64/26", [1])], pods), {
            message: `IPPool "pool-a" must not be deleted while addresses of 10.0.0.0/24 are in use:
  - Calico has 3 of them allocated.
  - Pods that have one: 7 in shop.
Set disabled: true on "pool-a", move the workloads to another pool by restarting them, and delete it then.
To delete it all the same, set guardDeletion: false and update first.`,
        });
    });

    it("lets it happen when only others have addresses", async () => {
        const finished = pod("job", "10.0.0.9", { status: { podIP: "10.0.0.9", phase: "Succeeded" } });
        const onHost = pod("agent", "10.0.0.8", { spec: { hostNetwork: true } });
        await remove(
            [block("10.0.0.0/26", [null]), block("10.1.0.0/26", [0])],
            [pod("web", "10.1.0.0"), finished, onHost],
        );
    });

    it("refuses it when the cluster cannot be asked", async () => {
        const oldInputs = inputs({ cidr: "10.0.0.0/24" });
        const open = () => Promise.reject(new CannotRead("the API server did not answer within 10 seconds"));
        await assert.rejects(refuseDeletionInUse({ ...named, oldInputs }, open), {
            message:
                'IPPool "pool-a" must not be deleted before it is known that no address of 10.0.0.0/24 is in use, and the API server did not answer within 10 seconds. Make the cluster readable, or set guardDeletion: false and update first.',
        });
    });
});
