// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { stuckReason } from "../../../lib/migration/stuck";
import type { EventObject, PodObject } from "../../../lib/migration/world";

const POD = 'Pod "shop/api-1"';

/** A pod that waits. */
function waiting(status: PodObject["status"] = {}, name = "api-1"): PodObject {
    return { metadata: { name, namespace: "shop" }, spec: { nodeName: "n1" }, status: { phase: "Pending", ...status } };
}

function container(reason: string, message?: string): PodObject["status"] {
    return { containerStatuses: [{ name: "main", state: { waiting: { reason, message } } }] };
}

function sandbox(message: string, name = "api-1", namespace = "shop"): EventObject {
    return { involvedObject: { kind: "Pod", namespace, name }, reason: "FailedCreatePodSandBox", message };
}

const NO_ADDRESS =
    'plugin type="calico" failed (add): failed to request IPv4 addresses: Assigned 0 out of 1 requested IPv4 addresses; No IPs available in pools: [10.0.1.0/24]';

describe("Why a workload does not come up", () => {
    const table: readonly [string, PodObject, readonly EventObject[], string][] = [
        [
            "an image that cannot be pulled",
            waiting(container("ImagePullBackOff", 'Back-off pulling image "x:1"')),
            [],
            `${POD} cannot pull the image of its container "main" (ImagePullBackOff): Back-off pulling image "x:1".`,
        ],
        [
            "a container that keeps ending",
            { ...waiting(container("CrashLoopBackOff", "back-off 5m0s")) },
            [],
            `${POD} cannot run its container "main" (CrashLoopBackOff): back-off 5m0s.`,
        ],
        [
            "a container that says nothing",
            waiting(container("CreateContainerConfigError")),
            [],
            `${POD} cannot run its container "main" (CreateContainerConfigError): Kubernetes does not say why.`,
        ],
        [
            "the lack of a node",
            waiting({ conditions: [{ type: "PodScheduled", status: "False", message: "0/3 nodes are available." }] }),
            [],
            `${POD} has no node: 0/3 nodes are available.`,
        ],
        [
            "the lack of an address",
            waiting(container("ContainerCreating")),
            [
                sandbox("an earlier one"),
                sandbox(NO_ADDRESS),
                sandbox("of another", "api-2"),
                sandbox("x", "api-1", "web"),
            ],
            `${POD} gets no address from Calico on n1: ${NO_ADDRESS}.`,
        ],
        [
            "a pool that is disabled",
            waiting(container("ContainerCreating")),
            [sandbox("the given pool (10.0.0.0/24) does not exist, or is not enabled\n")],
            `${POD} gets no address from Calico on n1: the given pool (10.0.0.0/24) does not exist, or is not enabled.`,
        ],
        [
            "a network that fails otherwise",
            waiting(container("ContainerCreating")),
            [sandbox("plugin not found")],
            `${POD} gets no network on n1: plugin not found.`,
        ],
        [
            "a pod that is being set up",
            waiting(container("ContainerCreating")),
            [],
            `${POD} is still being set up on n1: it may wait for an address, a volume or an image.`,
        ],
        [
            "a pod that runs and is not ready",
            waiting({
                phase: "Running",
                conditions: [{ type: "Ready", status: "False", message: "containers with unready status: [main]" }],
            }),
            [],
            `${POD} runs and is not ready: containers with unready status: [main].`,
        ],
    ];
    for (const [title, pod, events, reason] of table) {
        it(`is ${title}`, () => {
            assert.equal(stuckReason({}, [pod], events), reason);
        });
    }

    it("is told of the first pod, with the number of others", () => {
        const pods = [waiting({}, "api-3"), waiting({}, "api-2"), waiting({}, "api-1")];
        const reason = `${POD} is still being set up on n1: it may wait for an address, a volume or an image.`;
        assert.equal(stuckReason({}, pods), `${reason} 2 more pods are not ready.`);
        assert.equal(stuckReason({}, pods.slice(1)), `${reason} 1 more pod is not ready.`);
    });

    it("is that no pod can be made, before anything that pods tell", () => {
        const conditions = [{ type: "ReplicaFailure", status: "True", message: "exceeded quota: pods=5" }];
        assert.equal(
            stuckReason({ status: { conditions } }, [waiting()]),
            "Its pods cannot be made: exceeded quota: pods=5.",
        );
    });

    it("is nothing if all pods are ready, have ended or are on their way out", () => {
        const ready = waiting({ conditions: [{ type: "Ready", status: "True" }] });
        const leaving = {
            ...waiting(),
            metadata: { ...waiting().metadata, deletionTimestamp: "2026-01-01T00:00:00Z" },
        };
        assert.equal(stuckReason({}, [ready, leaving, waiting({ phase: "Succeeded" })]), undefined);
        assert.equal(stuckReason({}, []), undefined);
    });
});
