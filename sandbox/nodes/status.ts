// SPDX-License-Identifier: Apache-2.0
import type { KubernetesObject } from "../kubernetes/client";

interface Condition {
    readonly type: string;
    readonly status: string;
    readonly reason?: string;
    readonly message?: string;
    readonly lastProbeTime?: null;
    readonly lastTransitionTime?: string;
}

interface ContainerStatus {
    readonly state?: { readonly running?: { readonly startedAt: string } };
}

/** The parts of a pod's status that are read here. */
export interface PodStatus {
    readonly phase?: string;
    readonly podIP?: string;
    readonly podIPs?: readonly { readonly ip: string }[];
    readonly startTime?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
}

/** Where a pod runs. */
export interface Place {
    readonly nodeAddress: string;
    /** Its container for the network. */
    readonly sandbox: string;
    readonly now: Date;
}

interface Container {
    readonly name: string;
    readonly image?: string;
}

/** The status of a pod; empty before anybody has written one. */
export function statusOf(pod: KubernetesObject): PodStatus {
    return pod.status ?? {};
}

/** The addresses that a pod's status names. */
export function podAddresses(pod: KubernetesObject): string[] {
    return (statusOf(pod).podIPs ?? []).map(({ ip }) => ip);
}

/** Since when a pod's containers run; undefined if they do not yet. */
export function runningSince(pod: KubernetesObject): Date | undefined {
    const startedAt = statusOf(pod).containerStatuses?.[0]?.state?.running?.startedAt;
    return startedAt === undefined ? undefined : new Date(startedAt);
}

/** The status of a pod that runs. */
export function runningStatus(
    pod: KubernetesObject,
    place: Place,
    { addresses, ready }: { readonly addresses: readonly string[]; readonly ready: boolean },
): object {
    const startedAt = seconds(runningSince(pod) ?? place.now);
    const notReady = {
        reason: "ContainersNotReady",
        message: `containers with unready status: [${containersOf(pod)
            .map(({ name }) => name)
            .join(" ")}]`,
    };
    return {
        ...common(pod, place),
        phase: "Running",
        podIP: addresses[0],
        podIPs: addresses.map((ip) => ({ ip })),
        conditions: conditions(pod, place, [
            { type: "PodReadyToStartContainers", status: "True" },
            { type: "Initialized", status: "True" },
            { type: "Ready", ...truth(ready), ...(ready ? {} : notReady) },
            { type: "ContainersReady", ...truth(ready), ...(ready ? {} : notReady) },
            { type: "PodScheduled", status: "True" },
        ]),
        initContainerStatuses: containersOf(pod, "initContainers").map((container) => ({
            ...containerStatus(container, place),
            ready: true,
            started: false,
            state: { terminated: { exitCode: 0, reason: "Completed", startedAt, finishedAt: startedAt } },
        })),
        containerStatuses: containersOf(pod).map((container) => ({
            ...containerStatus(container, place),
            ready,
            started: true,
            state: { running: { startedAt } },
        })),
    };
}

/** The status of a pod on a node whose containers wait for an address. */
export function creatingStatus(pod: KubernetesObject, place: Place): object {
    const waiting = (container: Container) => ({
        name: container.name,
        image: container.image ?? "",
        imageID: "",
        ready: false,
        started: false,
        restartCount: 0,
        state: { waiting: { reason: "ContainerCreating" } },
        lastState: {},
    });
    const names = containersOf(pod).map(({ name }) => name);
    const notReady = {
        status: "False",
        reason: "ContainersNotReady",
        message: `containers with unready status: [${names.join(" ")}]`,
    };
    return {
        ...common(pod, place),
        phase: "Pending",
        conditions: conditions(pod, place, [
            { type: "PodReadyToStartContainers", status: "False" },
            { type: "Initialized", status: "True" },
            { type: "Ready", ...notReady },
            { type: "ContainersReady", ...notReady },
            { type: "PodScheduled", status: "True" },
        ]),
        containerStatuses: containersOf(pod).map(waiting),
    };
}

/** The status of a pod that no node takes. */
export function unschedulableStatus(pod: KubernetesObject, now: Date, message: string): object {
    const condition = { type: "PodScheduled", status: "False", reason: "Unschedulable", message };
    return { ...statusOf(pod), phase: "Pending", conditions: conditions(pod, { now }, [condition]) };
}

function common(pod: KubernetesObject, { nodeAddress, now }: Place): object {
    const status = statusOf(pod);
    return {
        ...status,
        startTime: status.startTime ?? seconds(now),
        hostIP: nodeAddress,
        hostIPs: [{ ip: nodeAddress }],
    };
}

function containersOf(
    pod: KubernetesObject,
    list: "containers" | "initContainers" = "containers",
): readonly Container[] {
    return (pod.spec as Partial<Record<typeof list, readonly Container[]>>)[list] ?? [];
}

function containerStatus({ name, image = "" }: Container, { sandbox }: Place): object {
    const containerID = `simulated://${sandbox.slice(0, 32)}-${name}`;
    return { name, image, imageID: image, containerID, restartCount: 0, lastState: {} };
}

function truth(holds: boolean): { readonly status: string } {
    return { status: holds ? "True" : "False" };
}

/** The pod's conditions with some set anew: those of others stay, and the time is that of the last change. */
function conditions(pod: KubernetesObject, { now }: { readonly now: Date }, wanted: readonly Condition[]): Condition[] {
    const present = statusOf(pod).conditions ?? [];
    const others = present.filter(({ type }) => !wanted.some((condition) => condition.type === type));
    const set = wanted.map((condition) => {
        const before = present.find(({ type }) => type === condition.type);
        const since = before?.status === condition.status ? before.lastTransitionTime : undefined;
        return { ...condition, lastProbeTime: null, lastTransitionTime: since ?? seconds(now) };
    });
    return [...set, ...others];
}

/** The API keeps times in whole seconds. */
function seconds(time: Date): string {
    return `${time.toISOString().slice(0, 19)}Z`;
}
