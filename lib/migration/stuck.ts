// SPDX-License-Identifier: Apache-2.0
import { conditionOf, isReady } from "../cluster/conditions";
import { POD } from "../kinds";
import { counted } from "../report/words";
import { objectTitle } from "./owners";
import type { EventObject, PodObject, WorkloadObject } from "./world";

/**
 * Why a workload does not come up, in whole sentences; undefined if nothing tells. `pods` are those of the workload
 * (podsOf); `events` those of its namespace, the last ones last.
 */
export function stuckReason(
    workload: WorkloadObject,
    pods: readonly PodObject[],
    events: readonly EventObject[] = [],
): string | undefined {
    const refusal = conditionOf(workload.status?.conditions, "ReplicaFailure", "True");
    if (refusal) {
        return `Its pods cannot be made: ${sentence(refusal.message)}`;
    }
    const reasons = [...pods]
        .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
        .flatMap((pod) => reasonOf(pod, events) ?? []);
    const [first, ...others] = reasons;
    return others.length === 0
        ? first
        : `${first ?? ""} ${counted(others.length, "more pod is", "more pods are")} not ready.`;
}

/** Reasons of a waiting container, and how a message puts them. Source: pkg/kubelet/images/types.go of Kubernetes */
const CANNOT_PULL: readonly string[] = ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"];

/** What Calico's plugin says if it has no address. Source: determinePools and PartialFulfillmentError in libcalico-go/lib/ipam/ipam.go */
const NO_ADDRESS = /Assigned \d+ out of \d+ requested|does not exist, or is not enabled|no configured Calico pools/;

function reasonOf(pod: PodObject, events: readonly EventObject[]): string | undefined {
    const faults = [placementFault(pod), networkFault(pod, events), containerFault(pod), notReady(pod)];
    return isWell(pod)
        ? undefined
        : `${objectTitle(POD.kind, pod)} ${faults.find((fault) => fault !== undefined) ?? ""}`;
}

function isWell(pod: PodObject): boolean {
    return isReady(pod) || pod.metadata?.deletionTimestamp !== undefined || pod.status?.phase === "Succeeded";
}

function placementFault({ status }: PodObject): string | undefined {
    const unscheduled = conditionOf(status?.conditions, "PodScheduled", "False");
    return unscheduled && `has no node: ${sentence(unscheduled.message)}`;
}

function networkFault(pod: PodObject, events: readonly EventObject[]): string | undefined {
    const message = events.findLast(
        ({ involvedObject, reason }) =>
            reason === "FailedCreatePodSandBox" &&
            involvedObject?.name === nameOf(pod) &&
            involvedObject.namespace === pod.metadata?.namespace,
    )?.message;
    return message === undefined
        ? undefined
        : `gets no ${NO_ADDRESS.test(message) ? "address from Calico" : "network"} on ${nodeOf(pod)}: ${sentence(message)}`;
}

function containerFault({ status }: PodObject): string | undefined {
    const waiting = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].flatMap(
        ({ name = "", state }) => (state?.waiting?.reason === undefined ? [] : [{ name, ...state.waiting }]),
    );
    const fault = waiting.find(({ reason = "" }) => reason !== "ContainerCreating" && reason !== "PodInitializing");
    if (fault === undefined) {
        return undefined;
    }
    const { name, reason = "", message } = fault;
    const what = CANNOT_PULL.includes(reason) ? "cannot pull the image of" : "cannot run";
    return `${what} its container "${name}" (${reason}): ${sentence(message)}`;
}

function notReady(pod: PodObject): string {
    const { status } = pod;
    return status?.phase === "Running"
        ? `runs and is not ready: ${sentence(conditionOf(status.conditions, "Ready", "False")?.message)}`
        : `is still being set up on ${nodeOf(pod)}: it may wait for an address, a volume or an image.`;
}

/** A message of Kubernetes as a sentence of its own, on one line. */
function sentence(message = "Kubernetes does not say why"): string {
    return `${message.replace(/\s+/g, " ").replace(/[. ]+$/, "")}.`;
}

function nodeOf({ spec }: PodObject): string {
    return spec?.nodeName ?? "its node";
}

function nameOf({ metadata }: PodObject): string {
    return metadata?.name ?? "";
}
