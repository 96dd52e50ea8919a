// SPDX-License-Identifier: Apache-2.0
// Proves which pools an address may come from, in Calico's words where there is none.
import assert from "node:assert/strict";
import { AllowedUse, AssignmentMode } from "../../../../lib/ippool/spec";
import { blocksOf, eligiblePools, resolvePools, type Pool, type Seeker } from "../../../../sandbox/nodes/ipam/pools";
import { pool, request } from "./world";

const POOLS: readonly Pool[] = [
    pool("zebra", "10.1.0.0/24"),
    pool("ant", "10.2.0.0/24"),
    pool("closed", "10.3.0.0/24", { disabled: true }),
    pool("going", "10.4.0.0/24", { deleting: true }),
    pool("by-name", "10.5.0.0/24", { assignmentMode: AssignmentMode.Manual }),
    pool("rack", "10.6.0.0/24", { nodeSelector: "rack == 'one'" }),
    pool("team", "10.7.0.0/24", { namespaceSelector: "team == 'a'", allowedUses: [AllowedUse.Workload] }),
    pool("devices", "10.8.0.0/24", { allowedUses: [AllowedUse.Tunnel] }),
    pool("six", "fd00:10::/64", { blockSize: 122 }),
];

const ELIGIBLE: Record<string, { seeker: Partial<Seeker>; pools: string[] }> = {
    "every open one by its name, for a pod that asks for none": { seeker: {}, pools: ["ant", "zebra"] },
    "those whose nodeSelector selects the node": {
        seeker: { node: { name: "n", labels: { rack: "one" } } },
        pools: ["ant", "rack", "zebra"],
    },
    "those whose namespaceSelector selects the namespace": {
        seeker: { namespaceLabels: { team: "a" } },
        pools: ["ant", "team", "zebra"],
    },
    "those for tunnels, for a tunnel": { seeker: { use: AllowedUse.Tunnel }, pools: ["ant", "devices", "zebra"] },
    "those of the family, for IPv6": { seeker: { family: 6 }, pools: ["six"] },
    "the ones asked for, in that order": {
        seeker: { requested: ["10.1.0.0/24", "10.2.0.0/24"] },
        pools: ["zebra", "ant"],
    },
    "one asked for, whatever its mode and its selectors": {
        seeker: { requested: ["10.5.0.0/24", "10.6.0.0/24", "10.7.0.0/24"] },
        pools: ["by-name", "rack", "team"],
    },
};

const REFUSED: Record<string, { pools?: readonly Pool[]; seeker: Partial<Seeker>; says: string }> = {
    "a disabled pool": {
        seeker: { requested: ["10.1.0.0/24", "10.3.0.0/24"] },
        says: "the given pool (10.3.0.0/24) does not exist, or is not enabled",
    },
    "a pool that is being deleted": {
        seeker: { requested: ["10.4.0.0/24"] },
        says: "the given pool (10.4.0.0/24) does not exist, or is not enabled",
    },
    "a part of a pool": {
        seeker: { requested: ["10.1.0.0/26"] },
        says: "the given pool (10.1.0.0/26) does not exist, or is not enabled",
    },
    "a pool for tunnels alone": {
        seeker: { requested: ["10.8.0.0/24"] },
        says: "cannot find a qualified ippool, no pools match the required use (Workload)",
    },
    "any pool where none is open": {
        pools: [pool("by-name", "10.5.0.0/24", { assignmentMode: AssignmentMode.Manual })],
        seeker: {},
        says: "no configured Calico pools for node node-1",
    },
    "any pool where none is enabled": {
        pools: [pool("closed", "10.3.0.0/24", { disabled: true })],
        seeker: {},
        says: "cannot find a qualified ippool",
    },
};

describe("The pools that an address may come from", () => {
    for (const [what, { seeker, pools }] of Object.entries(ELIGIBLE)) {
        it(`are ${what}`, () => {
            const eligible = eligiblePools(POOLS, request("pod", "node-1", seeker));
            assert.deepEqual(
                eligible.map(({ name }) => name),
                pools,
            );
        });
    }

    for (const [what, { pools = POOLS, seeker, says }] of Object.entries(REFUSED)) {
        it(`are none for a pod that asks for ${what}`, () => {
            assert.throws(() => eligiblePools(pools, request("pod", "node-1", seeker)), { message: says });
        });
    }

    it("are named by name or by CIDR", () => {
        assert.deepEqual(resolvePools(["ant", "10.9.0.1/24"], POOLS, 4), ["10.2.0.0/24", "10.9.0.0/24"]);
    });

    it("cannot be named by a name that no pool has", () => {
        const message = 'error parsing pool "bee": invalid CIDR address: bee';
        assert.throws(() => resolvePools(["ant", "bee"], POOLS, 4), { message });
    });

    it("cannot be of the other family", () => {
        assert.throws(() => resolvePools(["six"], POOLS, 4), { message: `"fd00:10::" isn't a IPv4 address` });
    });
});

describe("The blocks of a pool", () => {
    it("are all of it, each one once, from the node's own place on", () => {
        const all = ["10.1.0.0/26", "10.1.0.64/26", "10.1.0.128/26", "10.1.0.192/26"];
        for (const node of ["node-1", "node-2", "node-3"]) {
            const blocks = [...blocksOf(pool("a", "10.1.0.0/24", { blockSize: 26 }), node)];
            assert.deepEqual([...blocks].sort(), [...all].sort());
            const start = all.indexOf(blocks[0] ?? "");
            assert.deepEqual(blocks, [...all.slice(start), ...all.slice(0, start)]);
        }
    });

    it("have Calico's size where the pool says none", () => {
        const [first] = blocksOf({ name: "a", cidr: "10.1.0.0/26" }, "node-1");
        assert.equal(first, "10.1.0.0/26");
        assert.equal([...blocksOf({ name: "a", cidr: "10.1.0.0/24" }, "node-1")].length, 4);
    });
});
