// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { LIVE_IP_POOL_RULES } from "../../../lib/ippool/live-rules";
import type { NamedIPPool } from "../../../lib/ippool/spec";
import { type IPPoolObject, liveNodes, livePools, type Surroundings } from "../../../lib/ippool/surroundings";
import { problemsOf } from "../../../lib/rule";

const POOL: NamedIPPool = { poolName: "pool-a", cidr: "10.1.0.0/20" };

const pool = (name: string, spec: IPPoolObject["spec"], metadata: IPPoolObject["metadata"] = {}): IPPoolObject => ({
    metadata: { name, ...metadata },
    spec,
});
const node = (name: string, addresses: string[], labels = {}) => ({
    metadata: { name, labels },
    status: { addresses: addresses.map((address) => ({ type: "InternalIP", address })) },
});

/** What the rules say, warnings marked. */
function said(change: Partial<NamedIPPool>, cluster: Surroundings): string[] {
    return problemsOf(LIVE_IP_POOL_RULES, { pool: { ...POOL, ...change }, cluster }).map(
        ({ message, severity }) => `${severity === "warning" ? "warning: " : ""}${message}`,
    );
}

type Case = readonly [title: string, change: Partial<NamedIPPool>, cluster: Surroundings, ...said: string[]];

const overlap = (name: string, cidr: string, whose: string) =>
    `'cidr' (10.1.0.0/20) must not overlap the pool "${name}" (${cidr}), which ${whose}. Choose a CIDR that no other pool has.`;

const CASES: readonly Case[] = [
    ["nothing that could be looked at", {}, {}],
    ["a pool beside it", {}, { pools: livePools([pool("b", { cidr: "10.1.16.0/20" })]) }],
    ["a pool of the other family", {}, { pools: livePools([pool("b", { cidr: "fd00::/64" })]) }],
    ["a pool whose CIDR nobody can read", {}, { pools: livePools([pool("b", { cidr: "ten" }), pool("c", {})]) }],
    [
        "a pool around it, of a tool that says so",
        {},
        {
            pools: livePools([
                pool("b", { cidr: "10.0.0.0/8" }, { labels: { "app.kubernetes.io/managed-by": "tigera-operator" } }),
            ]),
        },
        overlap("b", "10.0.0.0/8", "tigera-operator has made on the cluster"),
    ],
    [
        "a pool inside it, of whom nobody knows",
        {},
        { pools: livePools([pool("b", { cidr: "10.1.1.0/24" })]) },
        overlap("b", "10.1.1.0/24", "is on the cluster already"),
    ],
    [
        "a pool inside it while it is there itself",
        {},
        { pools: livePools([pool("pool-a", { cidr: "10.1.0.0/20" }), pool("b", { cidr: "10.1.1.0/24" })]) },
        `warning: ${overlap("b", "10.1.1.0/24", "is on the cluster already")}`,
    ],
    ["services beside it", {}, { services: [{ cidr: "10.96.0.0/12", owner: "services" }] }],
    [
        "services inside it",
        {},
        { services: [{ cidr: "10.1.8.0/24", owner: "services (x)" }] },
        "'cidr' (10.1.0.0/20) must not overlap 10.1.8.0/24, the addresses of services (x). Choose another CIDR.",
    ],
    [
        "more nodes inside it than a message lists",
        { blockSize: 28 },
        { nodes: liveNodes([1, 2, 3, 4, 5, 6, 7].map((n) => node(`n${n}`, [`10.1.0.${n}`, "fd00::1"]))) },
        "'cidr' (10.1.0.0/20) must not contain addresses of nodes: n1 (10.1.0.1), n2 (10.1.0.2), n3 (10.1.0.3), n4 (10.1.0.4), n5 (10.1.0.5), and 2 more. Choose another CIDR.",
    ],
    ["a cluster CIDR around it", {}, { clusterCidrs: ["10.0.0.0/8"] }],
    ["a cluster CIDR of the other family alone", {}, { clusterCidrs: ["fd00::/48"] }],
    [
        "a pool of load balancers outside of the cluster CIDR",
        { allowedUses: ["LoadBalancer"] },
        { clusterCidrs: ["10.2.0.0/16"] },
    ],
    [
        "a cluster CIDR that ends within it",
        {},
        { clusterCidrs: ["10.1.0.0/21"] },
        "warning: 'cidr' (10.1.0.0/20) is outside of 10.1.0.0/21, which kube-proxy takes for the addresses of pods: connections to services come from the node's address then, and policies do not know them. Choose a CIDR inside, or widen kube-proxy's clusterCIDR.",
    ],
    ["as many blocks as nodes", { cidr: "10.1.0.0/25" }, { nodes: liveNodes([node("a", []), node("b", [])]) }],
    [
        "fewer blocks than nodes, but not than those of its selector",
        { cidr: "10.1.0.0/26", nodeSelector: "rack == 'a'" },
        { nodes: liveNodes([node("a", [], { rack: "a" }), node("b", [], { rack: "b" })]) },
    ],
    [
        "one block for two nodes",
        { cidr: "10.1.0.0/26" },
        { nodes: liveNodes([node("a", []), node("b", [])]) },
        "warning: 'cidr' (10.1.0.0/26) gives 1 block of /26 to 2 nodes: each node needs one. Make the pool larger or the blocks smaller.",
    ],
    ["blocks of its own size", {}, { pools: livePools([]), blocks: [{ spec: { cidr: "10.1.0.0/26" } }] }],
    ["blocks of another size elsewhere", {}, { pools: livePools([]), blocks: [{ spec: { cidr: "10.9.0.0/28" } }] }],
    [
        "blocks of another size inside it",
        {},
        { pools: livePools([]), blocks: [{ spec: { cidr: "10.1.0.0/28" } }] },
        "'blockSize' (26) must be that of the blocks which Calico already has in 10.1.0.0/20: 10.1.0.0/28. Set it to 28, or choose another CIDR.",
    ],
    [
        "a pool of load balancers that gets another use",
        {},
        { pools: livePools([pool("pool-a", { cidr: "10.1.0.0/20", allowedUses: ["LoadBalancer"] })]) },
        `'allowedUses' (["Workload","Tunnel"]) must stay [LoadBalancer], which the pool was made for. Make another pool.`,
    ],
    ["somebody who asks for it while it is enabled", {}, { pins: [{ holder: "Namespace a", pools: ["pool-a"] }] }],
    [
        "somebody who asks for another pool",
        { disabled: true },
        { pins: [{ holder: "Namespace a", pools: ["pool-b", "10.9.0.0/24"] }] },
    ],
    [
        "those who ask for it by name or by CIDR while it is disabled",
        { disabled: true },
        {
            pins: [
                { holder: "Namespace a", pools: ["x", "pool-a"] },
                { holder: "Pod b/c", pools: ["10.1.0.0/20"] },
            ],
        },
        `warning: 'disabled' (true) fails every new pod of whoever asks for the pool "pool-a" by annotation: Namespace a, Pod b/c. Bind them to another pool first.`,
    ],
];

describe("The rules of an IPPool on its cluster", () => {
    for (const [title, change, cluster, ...expected] of CASES) {
        it(`${expected.length === 0 ? "accept" : "tell of"} ${title}`, () => {
            assert.deepEqual(said(change, cluster), expected);
        });
    }

    it("ask for a webhook's answer only where something will be written", () => {
        const deadWebhooks = [{ webhook: "w", service: "ns/svc" }];
        const live = {
            ipipMode: "Never",
            vxlanMode: "Never",
            natOutgoing: false,
            nodeSelector: "all()",
            disabled: false,
            allowedUses: ["Workload", "Tunnel"],
        };
        const there = livePools([pool("pool-a", { ...live, cidr: POOL.cidr })]);
        assert.deepEqual(said({}, { deadWebhooks, pools: there }), []);
        // An argument of the component that is no field of the object.
        assert.deepEqual(said({ guardDeletion: true } as object, { deadWebhooks, pools: there }), []);
        assert.match(
            said({ natOutgoing: true }, { deadWebhooks, pools: there }).join(),
            /service ns\/svc has no ready pod/,
        );
        assert.match(said({}, { deadWebhooks, pools: livePools([]) }).join(), /service ns\/svc has no ready pod/);
    });
});
