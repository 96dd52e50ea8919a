// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { holdersOf, type PoolHolders } from "../../../lib/migration/pool-holders";
import type { MigrationWorld } from "../../../lib/migration/world";
import { block, deployment, pod, podsOf, together, world } from "./support";

const NOBODY: PoolHolders = { workloads: [], tunnels: [], leaked: [] };

function holders(...parts: readonly Partial<MigrationWorld>[]): PoolHolders {
    return holdersOf({ cidr: "10.0.0.0/24" }, world(together(...parts)));
}

describe("Who holds a pool", () => {
    it("is nobody if no address of it is given away", () => {
        assert.deepEqual(holders({ blocks: [block("10.0.0.0/26")], pods: [pod("shop/x", "10.0.1.1")] }), NOBODY);
        const given = block("10.0.1.0/26", { namespace: "shop", pod: "x", node: "n1" });
        assert.deepEqual(holders({ blocks: [given] }), NOBODY);
    });

    it("is told by what makes the pods, those on their way out included", () => {
        const leaving = pod("shop/bare", "10.0.0.9");
        const found = holders(
            { pods: [{ ...leaving, metadata: { ...leaving.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" } }] },
            deployment("shop/api", ["10.0.0.2", "10.0.1.2", "10.0.0.3"]),
            { pods: podsOf("db/x", ["10.0.0.4"], { kind: "Cluster", name: "x" }) },
        );
        assert.deepEqual(found, {
            ...NOBODY,
            workloads: [
                { kind: "Cluster", namespace: "db", name: "x", pods: ["x-0"] },
                { kind: "Deployment", namespace: "shop", name: "api", pods: ["api-0", "api-2"] },
                { kind: "Pod", namespace: "shop", name: "bare", pods: ["bare"] },
            ],
        });
    });

    it("are tunnels, as blocks and nodes tell, each once", () => {
        const tunnel = (node: string) => ({ node, type: "vxlanTunnelAddress" });
        const noted = (name: string, address: string) => ({
            metadata: { name, annotations: { "projectcalico.org/IPv4VXLANTunnelAddr": address } },
        });
        const found = holders({
            blocks: [block("10.0.0.0/26", tunnel("n2"), tunnel("n1"))],
            nodes: [noted("n1", "10.0.0.1"), noted("n3", "10.0.0.77"), noted("n4", "10.0.1.1")],
        });
        assert.deepEqual(found, {
            ...NOBODY,
            tunnels: [
                { node: "n1", address: "10.0.0.1" },
                { node: "n2", address: "10.0.0.0" },
                { node: "n3", address: "10.0.0.77" },
            ],
        });
    });

    it("are pods that are gone, and nobody who is known", () => {
        const of = (name: string) => ({ namespace: "shop", pod: name, node: "n1" });
        const starting = { ...pod("shop/new", ""), status: { phase: "Pending" } };
        const ended = { ...pod("shop/job", "10.0.0.3"), status: { phase: "Succeeded", podIP: "10.0.0.3" } };
        const found = holders({
            blocks: [block("10.0.0.0/26", of("gone"), of("here"), of("new"), of("job"), {})],
            pods: [pod("shop/here", "10.0.0.1"), starting, ended],
        });
        assert.deepEqual(found.leaked, [
            { address: "10.0.0.0", of: "the former pod shop/gone on n1" },
            { address: "10.0.0.3", of: "the former pod shop/job on n1" },
            { address: "10.0.0.4", of: "nobody who is known" },
        ]);
        assert.deepEqual(found.workloads, [{ kind: "Pod", namespace: "shop", name: "here", pods: ["here"] }]);
    });

    it("are not addresses that Calico keeps back", () => {
        const kept = { handle_id: "windows-reserved-ipam-handle", secondary: { note: "windows host rsvd" } };
        const blocks = [{ spec: { cidr: "10.0.0.0/26", allocations: [0], attributes: [kept] } }];
        assert.deepEqual(holders({ blocks }), NOBODY);
    });

    it("are found by IPv6 address however it is written", () => {
        const found = holdersOf(
            { cidr: "fd00::/120" },
            world({
                blocks: [block("fd00::/122", {}, { namespace: "shop", pod: "x" })],
                pods: [pod("shop/x", "fd00:0:0:0:0:0:0:1")],
            }),
        );
        assert.deepEqual(found, {
            workloads: [{ kind: "Pod", namespace: "shop", name: "x", pods: ["x"] }],
            tunnels: [],
            leaked: [{ address: "fd00::", of: "nobody who is known" }],
        });
    });
});
