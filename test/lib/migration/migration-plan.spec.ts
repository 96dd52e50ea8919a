// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { migrationPlan, type MigrationOptions } from "../../../lib/migration/migration-plan";
import {
    A,
    B,
    bound,
    daemonSet,
    deployment,
    names,
    namespace,
    planOf,
    pod,
    podsOf,
    pool,
    statefulSet,
    together,
    world,
} from "./support";

function problemsOf(from: string, to: string, options?: MigrationOptions) {
    const pools = [
        A,
        B,
        pool("six", "fd00::/120"),
        pool("lb", "10.0.9.0/24", { allowedUses: ["LoadBalancer"] }),
        pool("bad", "10.0.9.0"),
    ];
    const { problems = [] } = migrationPlan(from, to, world({ pools, namespaces: [namespace("shop")] }), options);
    return problems.map(({ property, message }) => [property, message]);
}

describe("A migration", () => {
    const refused: readonly [string, string, MigrationOptions | undefined, string[][]][] = [
        ["a", "b", { batchSize: 1, namespaces: ["shop"] }, []],
        ["a", "a", undefined, [["TO", "'TO' (a) must be another pool than FROM. Name the pool to move to."]]],
        [
            "lbb",
            "siix",
            undefined,
            [
                ["FROM", "'FROM' (lbb) must be a pool of the cluster. Did you mean lb?"],
                ["TO", "'TO' (siix) must be a pool of the cluster. Did you mean six?"],
            ],
        ],
        [
            "a",
            "six",
            undefined,
            [
                [
                    "TO",
                    `'TO' (six) has IPv6 addresses (fd00::/120), and "a" has IPv4 ones (10.0.0.0/24). Name a pool with IPv4 addresses.`,
                ],
            ],
        ],
        [
            "lb",
            "bad",
            undefined,
            [
                [
                    "FROM",
                    "'FROM' (lb) must be a pool for pods, and is one for [LoadBalancer] alone. Name another pool.",
                ],
                ["TO", "'TO' (bad) has a CIDR that cannot be read. Mend the pool first."],
            ],
        ],
        [
            "a",
            "b",
            { batchSize: 0, namespaces: ["shopp"] },
            [
                ["batchSize", "'batchSize' (0) must be a whole number from 1 on."],
                ["namespaces", "'namespaces' (shopp) must be a namespace of the cluster. Did you mean shop?"],
            ],
        ],
    ];
    for (const [from, to, options, problems] of refused) {
        it(`from ${from} to ${to} ${problems.length === 0 ? "is planned" : "is refused with everything that is wrong"}`, () => {
            assert.deepEqual(problemsOf(from, to, options), problems);
        });
    }

    it("of nothing is a plan without moves", () => {
        const [from, to] = [
            { name: "a", cidr: "10.0.0.0/24", family: 4, disabled: false },
            { name: "b", cidr: "10.0.1.0/24", family: 4, disabled: false },
        ];
        const nothing = { checks: [], namespaces: [], batches: [], others: [], waited: [], remaining: [], tunnels: [] };
        assert.deepEqual(planOf({}), { from, to, ...nothing });
    });

    it("rolls each workload in the way that replaces its pods, and says what that means", () => {
        const at = (host: number) => `10.0.0.${host}`;
        const parts = together(
            { namespaces: [bound("shop", "a")] },
            deployment("shop/api", [at(1), at(2), at(3), at(4)]),
            deployment("shop/one", [at(5)], { spec: { replicas: 1, strategy: { type: "Recreate" } } }),
            deployment("shop/slow", [at(6), at(7)], {
                spec: { replicas: 2, strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } },
            }),
            statefulSet("shop/db", [at(8), at(9)]),
            statefulSet("shop/kept", [at(10)], { updateStrategy: { type: "OnDelete" } }),
            statefulSet("shop/part", [at(11), at(12)], { updateStrategy: { rollingUpdate: { partition: 1 } } }),
            statefulSet("shop/quick", [at(20), at(21), at(22)], {
                replicas: 3,
                updateStrategy: { rollingUpdate: { maxUnavailable: 2 } },
            }),
            daemonSet("shop/log", [at(13), at(14)]),
            daemonSet("shop/more", [at(16), at(17)], { updateStrategy: { rollingUpdate: { maxSurge: "50%" } } }),
            { pods: podsOf("shop/many", [at(18), "10.0.1.18"], { kind: "Rollout", name: "many" }) },
            { pods: podsOf("shop/roll", [at(15)], { kind: "Rollout", name: "roll" }) },
        );
        const said = planOf(parts, { batchSize: 20 }).batches.flat();
        assert.deepEqual(
            said.map(({ kind, name, roll, pods, consequences }) => [`${kind} ${name}`, roll, pods, ...consequences]),
            [
                ["DaemonSet log", "restart", 2, "Its pod is gone for a moment on up to 1 node at a time."],
                [
                    "DaemonSet more",
                    "restart",
                    2,
                    "Its pods stay until new ones are ready on their nodes.",
                    "Up to 1 pod runs beside them meanwhile.",
                ],
                [
                    "Deployment api",
                    "restart",
                    4,
                    "Up to 1 of its 4 pods is gone at a time.",
                    "Up to 1 pod runs beside them meanwhile.",
                ],
                ["Deployment one", "restart", 1, "Its only pod is gone for a moment."],
                ["Deployment slow", "restart", 2, "Up to 1 of its 2 pods is gone at a time."],
                ["Rollout many", "evict", 1, "Nothing here rolls a Rollout: they are evicted one by one."],
                [
                    "Rollout roll",
                    "evict",
                    1,
                    "Nothing here rolls a Rollout: they are evicted one by one.",
                    "Its only pod is gone for a moment.",
                ],
                ["StatefulSet db", "restart", 2, "Up to 1 of its 2 pods is gone at a time."],
                [
                    "StatefulSet kept",
                    "evict",
                    1,
                    "A restart does not replace its pods, since its update strategy is OnDelete: they are evicted one by one.",
                    "Its only pod is gone for a moment.",
                ],
                [
                    "StatefulSet part",
                    "evict",
                    2,
                    "A restart does not replace its pods, since its rolling update has the partition 1: they are evicted one by one.",
                ],
                ["StatefulSet quick", "restart", 3, "Up to 2 of its 3 pods are gone at a time."],
            ],
        );
    });

    it("has workloads of one namespace in a batch, as many as it may, and never two of one budget", () => {
        const parts = together(
            { namespaces: [bound("shop", "a"), bound("web", "a")] },
            ...["shop/a1", "shop/a2", "shop/a3", "shop/a4", "web/w1"].map((place, index) =>
                deployment(place, [`10.0.0.${index + 1}`]),
            ),
        );
        const budgetOf = (values: readonly string[], index: number) => ({
            metadata: { name: `budget-${index}`, namespace: "shop" },
            spec: { selector: { matchExpressions: [{ key: "app", operator: "In", values }] } },
        });
        const batches = (batchSize?: number, ...apps: readonly (readonly string[])[]) =>
            planOf({ ...parts, budgets: apps.map(budgetOf) }, { batchSize }).batches.map(names);
        const [a1, a2, a3, a4] = ["shop/a1", "shop/a2", "shop/a3", "shop/a4"];
        assert.deepEqual(batches(), [[a1, a2, a3, a4], ["web/w1"]]);
        assert.deepEqual(batches(2), [[a1, a2], [a3, a4], ["web/w1"]]);
        assert.deepEqual(batches(2, ["a1", "a2"], ["a4", "w1"]), [[a1, a3], [a2, a4], ["web/w1"]]);
        assert.deepEqual(batches(5, ["a1", "a2"], ["a2", "a3"]), [[a1, a3, a4], [a2], ["web/w1"]]);
    });

    it("rolls workloads of other namespaces last, and waits for what nothing makes anew", () => {
        const parts = together(
            { namespaces: [bound("shop", "a"), bound("web", "x"), namespace("free")] },
            deployment("shop/api", ["10.0.0.1"]),
            deployment("web/old", ["10.0.0.2"]),
            deployment("free/old", ["10.0.0.3"]),
            { pods: [pod("shop/bare", "10.0.0.4"), ...podsOf("web/job", ["10.0.0.5"], { kind: "Job", name: "job" })] },
        );
        const { batches, others, waited } = planOf(parts);
        assert.deepEqual([batches.flat(), others, waited].map(names), [
            ["shop/api"],
            ["free/old", "web/old"],
            ["shop/bare", "web/job"],
        ]);
    });

    it("takes a pod for one of its own if what it belongs to does not make it", () => {
        const owner = { kind: "Deployment", name: "api", controller: false };
        const { batches, waited } = planOf({
            namespaces: [bound("shop", "a")],
            pods: [pod("shop/x", "10.0.0.1", { owner })],
        });
        assert.deepEqual([batches, names(waited)], [[], ["shop/x"]]);
    });

    it("leaves out pods that have ended, are on their way out, are on the network of their node or have new addresses", () => {
        const left = pod("shop/left", "10.0.0.1");
        const parts = {
            namespaces: [bound("shop", "a")],
            pods: [
                { ...left, metadata: { ...left.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" } },
                { ...left, status: { ...left.status, phase: "Succeeded" } },
                { ...left, spec: { hostNetwork: true } },
                pod("shop/new", "10.0.1.1"),
            ],
        };
        const { batches, others, waited } = planOf(parts);
        assert.deepEqual([batches, others, waited], [[], [], []]);
        assert.deepEqual(names(planOf({ ...parts, pods: [left] }).waited), ["shop/left"]);
    });

    it("of some namespaces leaves the others where they are", () => {
        const parts = together(
            { namespaces: [bound("shop", "a"), bound("web", "a"), namespace("free")] },
            deployment("shop/api", ["10.0.0.1"]),
            deployment("web/api", ["10.0.0.2"]),
            deployment("free/api", ["10.0.0.3"]),
            { pods: [pod("web/bare", "10.0.0.4"), pod("free/bare", "10.0.0.5")] },
        );
        const { namespaces, batches, others, waited, remaining } = planOf(parts, { namespaces: ["shop"] });
        assert.deepEqual(
            namespaces.map((move) => move.namespace),
            ["shop"],
        );
        assert.deepEqual([batches.flat(), others, waited].map(names), [["shop/api"], [], []]);
        assert.deepEqual(remaining, ["web"]);
    });

    it("says who manages a workload", () => {
        const managedBy = (metadata: Parameters<typeof deployment>[2] & object) =>
            planOf(together({ namespaces: [bound("shop", "a")] }, deployment("shop/api", ["10.0.0.1"], metadata)))
                .batches[0]?.[0]?.managedBy;
        const annotations = { "meta.helm.sh/release-name": "shop" };
        const labels = { "app.kubernetes.io/managed-by": "Helm" };
        assert.equal(managedBy({ metadata: { annotations, labels } }), 'Helm release "shop"');
        assert.equal(managedBy({ metadata: { labels } }), "Helm");
        assert.equal(
            managedBy({ metadata: { labels: { "argocd.argoproj.io/instance": "x" } } }),
            'Argo CD application "x"',
        );
        const managedFields = [{ manager: "pulumi-kubernetes-2f1d" }];
        assert.equal(managedBy({ metadata: { managedFields } }), "a Pulumi stack");
        assert.equal(managedBy({ metadata: { managedFields: [{ manager: "kubectl" }] } }), undefined);
    });
});
