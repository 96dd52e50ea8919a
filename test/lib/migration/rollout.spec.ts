// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { isRolledOut, rolloutWaitsFor } from "../../../lib/migration/rollout";
import type { WorkloadObject, WorkloadStatus } from "../../../lib/migration/world";

type Row = readonly [string, WorkloadStatus, string | undefined, WorkloadObject["spec"]?];

const DEPLOYMENT: WorkloadStatus = { replicas: 3, updatedReplicas: 3, availableReplicas: 3 };
const STATEFUL_SET: WorkloadStatus = { replicas: 3, updatedReplicas: 3, readyReplicas: 3 };
const DAEMON_SET: WorkloadStatus = { desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3 };

const TABLE: Readonly<Record<string, readonly Row[]>> = {
    Deployment: [
        ["has all pods", DEPLOYMENT, undefined],
        ["has new pods to make", { ...DEPLOYMENT, updatedReplicas: 2 }, "2 of 3 pods are new"],
        ["has an old pod", { ...DEPLOYMENT, replicas: 4 }, "1 old pod has to end"],
        ["has old pods", { ...DEPLOYMENT, replicas: 5 }, "2 old pods have to end"],
        ["has pods that are not available", { ...DEPLOYMENT, availableReplicas: 2 }, "2 of 3 pods are available"],
        ["is paused", DEPLOYMENT, "it is paused", { replicas: 3, paused: true }],
        ["is to have no pods", {}, undefined, { replicas: 0 }],
        ["says no number, which is one", {}, "0 of 1 pod is new", {}],
        ["says no number, and has it", { updatedReplicas: 1, availableReplicas: 1 }, undefined, {}],
    ],
    StatefulSet: [
        ["has all pods", STATEFUL_SET, undefined],
        ["has new pods to make", { ...STATEFUL_SET, updatedReplicas: 2 }, "2 of 3 pods are new"],
        ["has pods that are not ready", { ...STATEFUL_SET, readyReplicas: 0 }, "0 of 3 pods are ready"],
        [
            "is replaced by hand",
            { ...STATEFUL_SET, updatedReplicas: 0 },
            undefined,
            { replicas: 3, updateStrategy: { type: "OnDelete" } },
        ],
        [
            "is replaced in part",
            { ...STATEFUL_SET, updatedReplicas: 1, readyReplicas: 2 },
            "2 of 3 pods are ready",
            { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } },
        ],
    ],
    DaemonSet: [
        ["has all pods", DAEMON_SET, undefined],
        ["has new pods to make", { ...DAEMON_SET, updatedNumberScheduled: 1 }, "1 of 3 pods are new"],
        ["has pods that are not available", { ...DAEMON_SET, numberAvailable: 2 }, "2 of 3 pods are available"],
        [
            "is replaced by hand",
            { ...DAEMON_SET, updatedNumberScheduled: 0 },
            undefined,
            { updateStrategy: { type: "OnDelete" } },
        ],
    ],
    Rollout: [["is of a kind without rollouts", {}, undefined]],
};

describe("A rollout", () => {
    for (const [kind, rows] of Object.entries(TABLE)) {
        for (const [title, status, waitsFor, spec = { replicas: 3 }] of rows) {
            it(`of a ${kind} that ${title} ${waitsFor === undefined ? "is over" : `waits: ${waitsFor}`}`, () => {
                const workload = { metadata: { generation: 2 }, spec, status: { observedGeneration: 2, ...status } };
                assert.equal(rolloutWaitsFor(kind, workload), waitsFor);
                assert.equal(isRolledOut(kind, workload), waitsFor === undefined);
                const unseen = { ...workload, metadata: { generation: 3 } };
                const wait = kind === "Rollout" ? undefined : "its controller has not seen its last change";
                assert.equal(rolloutWaitsFor(kind, unseen), wait);
            });
        }
    }
});
