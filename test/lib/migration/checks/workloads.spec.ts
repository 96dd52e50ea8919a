// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { MigrationWorld } from "../../../../lib/migration/world";
import { bound, budget, checksOf, daemonSet, deployment, pod, podsOf, statefulSet, together } from "../support";

const ADDRESSES = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"];
const [ONE = ""] = ADDRESSES;

/** What is found of workloads in a namespace that moves. */
function found(...parts: readonly Partial<MigrationWorld>[]) {
    return checksOf(together({ namespaces: [bound("shop", "a")] }, ...parts));
}

describe("A workload that is rolled", () => {
    it("must not be paused", () => {
        const api = (paused: boolean) => deployment("shop/api", ADDRESSES, { spec: { replicas: 4, paused } });
        assert.deepEqual(found(api(true)), [
            {
                severity: "danger",
                rule: "migration-paused",
                object: 'Deployment "shop/api"',
                message: "It is paused: its pods are never replaced, and keep their addresses.",
                wayOut: "Resume it first: kubectl rollout resume deployment api -n shop",
            },
        ]);
        assert.deepEqual(found(api(false)), []);
    });

    it("should be well", () => {
        const ill = deployment("shop/api", ADDRESSES, { spec: { replicas: 5 } });
        assert.deepEqual(found(ill), [
            {
                severity: "warning",
                rule: "migration-unhealthy",
                object: 'Deployment "shop/api"',
                message:
                    "It is not rolled out now: 4 of 5 pods are new. The migration waits for it, and stops there for as long as this lasts.",
                wayOut: "Mend it first, unless the lack of addresses is what it suffers from.",
            },
        ]);
    });

    const gone: readonly [string, string, Partial<MigrationWorld>, string][] = [
        [
            "is recreated",
            'Deployment "shop/api"',
            deployment("shop/api", ADDRESSES, { spec: { replicas: 4, strategy: { type: "Recreate" } } }),
            "All of its 4 pods are gone for a moment: nobody answers meanwhile.",
        ],
        [
            "may miss all its pods",
            'Deployment "shop/api"',
            deployment("shop/api", ADDRESSES, {
                spec: { replicas: 4, strategy: { rollingUpdate: { maxUnavailable: "100%" } } },
            }),
            "All of its 4 pods are gone for a moment: nobody answers meanwhile.",
        ],
        [
            "has one pod that goes first",
            'Deployment "shop/api"',
            deployment("shop/api", [ONE], { spec: { replicas: 1, strategy: { rollingUpdate: { maxSurge: 0 } } } }),
            "Its only pod is gone for a moment: nobody answers meanwhile.",
        ],
        [
            "is a StatefulSet with one pod",
            'StatefulSet "shop/db"',
            statefulSet("shop/db", [ONE]),
            "Its only pod is gone for a moment: nobody answers meanwhile.",
        ],
    ];
    for (const [title, object, parts, message] of gone) {
        it(`is gone for a moment if it ${title}`, () => {
            const wayOut = "Choose the time for it, or give it more pods that are replaced one after the other.";
            assert.deepEqual(found(parts), [
                { severity: "warning", rule: "migration-downtime", object, message, wayOut },
            ]);
        });
    }

    it("is never gone if new pods come first, or one goes after the other", () => {
        const parts = [
            deployment("shop/one", [ONE]),
            deployment("shop/api", ADDRESSES),
            statefulSet("shop/db", ADDRESSES),
            daemonSet("shop/log", [ONE]),
        ];
        assert.deepEqual(found(...parts), []);
    });

    it("is evicted if a restart does not replace its pods", () => {
        const wayOut = "See that whatever owns them makes new ones.";
        const notice = (object: string, message: string) => [
            { severity: "notice", rule: "migration-evicted", object, message, wayOut },
        ];
        assert.deepEqual(
            found(statefulSet("shop/db", ADDRESSES, { updateStrategy: { type: "OnDelete" } })),
            notice(
                'StatefulSet "shop/db"',
                "A restart does not replace its pods, since its update strategy is OnDelete: they are evicted one by one.",
            ),
        );
        assert.deepEqual(
            found({ pods: podsOf("shop/x", ADDRESSES, { kind: "Rollout", name: "x" }) }),
            notice('Rollout "shop/x"', "Nothing here rolls a Rollout: they are evicted one by one."),
        );
        assert.deepEqual(found(statefulSet("shop/db", ADDRESSES, { updateStrategy: { type: "RollingUpdate" } })), []);
    });

    it("tells its manager of the restart, once for each manager in a namespace", () => {
        const by = (value: string) => ({ metadata: { labels: { "app.kubernetes.io/managed-by": value } } });
        const parts = [
            deployment("shop/api", ADDRESSES, by("Helm")),
            deployment("shop/web", ADDRESSES, by("Helm")),
            deployment("shop/own", ADDRESSES),
            deployment("shop/x", ADDRESSES, by("other")),
        ];
        const notice = (names: string) => ({
            severity: "notice",
            rule: "migration-managed",
            object: 'Namespace "shop"',
            message: `${names}, which may see the annotation kubectl.kubernetes.io/restartedAt on the template as a change.`,
            wayOut: "Have it ignore that annotation if it takes it off: that would roll the pods once more.",
        });
        assert.deepEqual(found(...parts), [notice("api and web are managed by Helm"), notice("x is managed by other")]);
    });
});

describe("A PodDisruptionBudget", () => {
    const evicted = { updateStrategy: { type: "OnDelete" } };

    /** What is found of budgets alone. */
    const ofBudgets = (...parts: readonly Partial<MigrationWorld>[]) =>
        found(...parts).filter(({ rule }) => rule.startsWith("migration-budget"));

    it("that allows no disruption stops an eviction, and no rollout", () => {
        const budgets = [budget("shop/x", "db", 0), budget("web/x", "db", 0), budget("shop/y", "other", 0)];
        assert.deepEqual(ofBudgets({ budgets }, statefulSet("shop/db", ADDRESSES, evicted)), [
            {
                severity: "danger",
                rule: "migration-budget",
                object: 'PodDisruptionBudget "shop/x"',
                message: 'It allows no disruption now: pods of StatefulSet "shop/db" cannot be evicted.',
                wayOut: "Bring up the pods that are missing, or have the budget allow one: kubectl describe pdb x -n shop",
            },
        ]);
        assert.deepEqual(ofBudgets({ budgets }, statefulSet("shop/db", ADDRESSES)), [
            {
                severity: "notice",
                rule: "migration-budget",
                object: 'PodDisruptionBudget "shop/x"',
                message: 'It allows no disruption now, and the rollout of StatefulSet "shop/db" does not ask it.',
                wayOut: "See that the strategy of the workload leaves enough pods.",
            },
        ]);
        const one = [budget("shop/x", "db", 1)];
        assert.deepEqual(ofBudgets({ budgets: one }, statefulSet("shop/db", ADDRESSES, evicted)), []);
    });

    it("that is not the only one stops an eviction", () => {
        const budgets = [budget("shop/x", "db"), budget("shop/y", "db")];
        assert.deepEqual(ofBudgets({ budgets }, statefulSet("shop/db", ADDRESSES, evicted)), [
            {
                severity: "danger",
                rule: "migration-budgets",
                object: 'StatefulSet "shop/db"',
                message:
                    'Its pods have PodDisruptionBudget "shop/x" and PodDisruptionBudget "shop/y", and Kubernetes evicts no pod with more than one.',
                wayOut: "Leave one of them.",
            },
        ]);
        assert.deepEqual(ofBudgets({ budgets }, statefulSet("shop/db", ADDRESSES)), []);
    });
});

describe("Whatever is waited for", () => {
    const waited: readonly [string, "warning" | "notice", Partial<MigrationWorld>, string, string][] = [
        [
            'Pod "shop/x"',
            "warning",
            { pods: [pod("shop/x", ONE)] },
            "Nothing makes it anew: it keeps its address until somebody deletes it.",
            "Delete it when it is no longer needed: kubectl delete pod x -n shop",
        ],
        [
            'Job "shop/x"',
            "notice",
            { pods: podsOf("shop/x", [ONE], { kind: "Job", name: "x" }) },
            "It keeps its addresses until it ends.",
            "The old pool is drained only after that.",
        ],
        [
            'Node "shop/n1"',
            "warning",
            { pods: podsOf("shop/x", [ONE], { kind: "Node", name: "n1" }) },
            "The node itself runs it from a file, and keeps its address until it is restarted there.",
            "The old pool is drained only after that.",
        ],
    ];
    for (const [object, severity, parts, message, wayOut] of waited) {
        it(`is told with the reason: ${object}`, () => {
            assert.deepEqual(found(parts), [{ severity, rule: "migration-waited", object, message, wayOut }]);
        });
    }
});
