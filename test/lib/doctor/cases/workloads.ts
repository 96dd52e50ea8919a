// SPDX-License-Identifier: Apache-2.0
import { ENDPOINT_SLICE, NAMESPACE, POD } from "../../../../lib/kinds";
import { type Case, edit, minus, plus, slice, UPGRADE_JOB } from "../support";

const POD_NAME = "network-controller-1";
const pod = (status: Readonly<Record<string, unknown>>) => edit(POD, POD_NAME, { status });
const waiting = (reason: string, message: string, rest: object = {}) =>
    pod({
        phase: "Pending",
        conditions: [{ type: "Ready", status: "False" }],
        containerStatuses: [
            { name: "controller", ready: false, restartCount: 0, state: { waiting: { reason, message } }, ...rest },
        ],
    });
const restarted = (restartCount: number) =>
    pod({ containerStatuses: [{ name: "controller", ready: true, restartCount, state: {} }] });
const JOB_POD = edit(POD, POD_NAME, { metadata: { labels: { "job-name": UPGRADE_JOB } } });

/** What of the extension runs. */
export const WORKLOAD_CASES: Readonly<Record<string, Case>> = {
    "namespace-missing": { broken: [minus(NAMESPACE, "extension-network")], near: [minus(NAMESPACE, "default")] },
    "pod-image": {
        broken: [waiting("ImagePullBackOff", 'Back-off pulling image "registry.local/network:v1.3.0"')],
        near: [waiting("ImagePullBackOff", 'Back-off pulling image "helm"'), JOB_POD],
    },
    "pod-crash": {
        broken: [
            waiting("CrashLoopBackOff", "back-off 5m0s restarting failed container", {
                restartCount: 12,
                lastState: { terminated: { reason: "Error", exitCode: 1 } },
            }),
        ],
        near: [waiting("ContainerCreating", "")],
        isMember: true,
    },
    "pod-pending": {
        broken: [
            pod({
                phase: "Pending",
                conditions: [
                    {
                        type: "PodScheduled",
                        status: "False",
                        reason: "Unschedulable",
                        message: "0/3 nodes are available: 3 Insufficient memory.",
                    },
                ],
                containerStatuses: [],
            }),
        ],
        near: [pod({ phase: "Succeeded", conditions: [{ type: "Ready", status: "False" }] })],
    },
    "pod-unready": {
        broken: [
            pod({
                conditions: [{ type: "Ready", status: "False" }],
                containerStatuses: [{ name: "controller", ready: false, restartCount: 0, state: {} }],
            }),
        ],
        near: [restarted(0)],
    },
    "pod-restarts": { broken: [restarted(5)], near: [restarted(4)] },
    "service-without-endpoints": {
        broken: [
            minus(ENDPOINT_SLICE),
            plus(ENDPOINT_SLICE, slice("extension-network", "network-controller", ["10.0.0.9"], false)),
        ],
        near: [plus(ENDPOINT_SLICE, slice("extension-network", "network-controller", [], false))],
    },
    "pods-none": { broken: [minus(POD)], near: [restarted(0)] },
};
