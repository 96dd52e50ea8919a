// SPDX-License-Identifier: Apache-2.0
import { conditionOf, isReady, whyText } from "../../cluster/conditions";
import { hasEnded } from "../../cluster/pods";
import { POD } from "../../kinds";
import { listed } from "../../report/words";
import type { Check } from "../check";
import { listOf, type Sight } from "../facts";
import type { Said } from "../finding";
import { masked } from "../mask";
import { type ContainerStatus, type PodObject, refTo, targetNamespace } from "../objects";

/** Restarts from which on a pod that runs now is still worth a word. */
const MANY_RESTARTS = 5;

/** Reasons for which a kubelet has no image. */
const NO_IMAGE = /^(ErrImage|ImagePull|ErrImageNeverPull|InvalidImageName|RegistryUnavailable)/;

const PHASES = "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle";

/** What is the matter with a pod: the first of these that is so. */
const FAULTS = ["image", "crash", "pending", "unready", "restarts"] as const;
type Fault = (typeof FAULTS)[number];

const SAYS: Readonly<
    Record<Fault, Pick<Check, "reason" | "source"> & Pick<Said, "severity" | "fix"> & { what(pod: PodObject): string }>
> = {
    image: {
        reason: "A pod without its image never runs; a Helm job that waits for it fails, and is not tried again.",
        source: "https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff; https://github.com/kubesphere/kubesphere/issues/6527",
        severity: "danger",
        fix: "Make the image reachable: the registry, its pull secret, or 'global.imageRegistry' of the plan's config where there is no way out.",
        what: (pod) => waiting(pod, isWithoutImage),
    },
    crash: {
        reason: "What a container that ends again and again was to do is not done.",
        source: PHASES,
        severity: "danger",
        fix: "See what it said last: kubectl logs --previous, with the pod's name and namespace.",
        what: (pod) => waiting(pod, isCrashing),
    },
    pending: {
        reason: "A pod that no node takes does nothing.",
        source: PHASES,
        severity: "danger",
        fix: "Make room for it, or correct what keeps it from the nodes: nodeSelector, taints, quotas, or a pool without addresses.",
        what: ({ status }) => {
            const why = whyText(conditionOf(status?.conditions, "PodScheduled", "False"));
            return `It is pending${why === "" ? "" : `: ${why}`}.`;
        },
    },
    unready: {
        reason: "A pod that is not ready gets no requests, so that nobody answers for the extension.",
        source: PHASES,
        severity: "danger",
        fix: "See why its probe fails: kubectl describe pod, and kubectl logs, with the pod's name and namespace.",
        what: (pod) =>
            `It is not ready: ${listed(
                containersOf(pod)
                    .filter(({ ready }) => ready !== true)
                    .map(({ name }) => name),
            )}.`,
    },
    restarts: {
        reason: "Whatever makes a container restart will do so again.",
        source: PHASES,
        severity: "warning",
        fix: "See what it said last: kubectl logs --previous, with the pod's name and namespace.",
        what: (pod) =>
            containersOf(pod)
                .filter(restartsMuch)
                .map(({ name, restartCount = 0 }) => `Its container "${name}" was restarted ${restartCount} times.`)
                .join(" "),
    },
};

/** The pods of the extension on every cluster that was read. */
export const POD_CHECKS: readonly Check[] = FAULTS.map((fault) => ({
    id: `pod-${fault}`,
    reason: SAYS[fault].reason,
    source: SAYS[fault].source,
    area: "workloads",
    of: "each",
    reads: [POD],
    causes: ["service-without-endpoints"],
    check: (sight) =>
        podsOf(sight)
            .filter((pod) => faultOf(pod) === fault)
            .map((pod) => ({
                severity: SAYS[fault].severity,
                object: refTo(POD, pod),
                message: masked(SAYS[fault].what(pod)),
                seen: `describe pod ${pod.metadata?.name ?? ""} -n ${pod.metadata?.namespace ?? ""}`,
                fix: SAYS[fault].fix,
            })),
}));

/** Pods that are to run on; those of jobs are told with the release that waits for them. */
export function podsOf({ here, host }: Sight): PodObject[] {
    const namespace = targetNamespace(host);
    return listOf<PodObject>(here, POD).filter(
        (pod) =>
            pod.metadata?.namespace === namespace && pod.metadata.labels?.["job-name"] === undefined && !hasEnded(pod),
    );
}

function faultOf(pod: PodObject): Fault | undefined {
    const containers = containersOf(pod);
    if (containers.some(isWithoutImage)) {
        return "image";
    }
    if (containers.some(isCrashing)) {
        return "crash";
    }
    if (!isReady(pod)) {
        return pod.status?.phase === "Pending" ? "pending" : "unready";
    }
    return containers.some(restartsMuch) ? "restarts" : undefined;
}

function containersOf({ status }: PodObject): readonly ContainerStatus[] {
    return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

function isWithoutImage({ state }: ContainerStatus): boolean {
    return NO_IMAGE.test(state?.waiting?.reason ?? "");
}

function isCrashing({ state }: ContainerStatus): boolean {
    return state?.waiting?.reason === "CrashLoopBackOff";
}

function restartsMuch({ restartCount = 0 }: ContainerStatus): boolean {
    return restartCount >= MANY_RESTARTS;
}

function waiting(pod: PodObject, isSo: (container: ContainerStatus) => boolean): string {
    return containersOf(pod)
        .filter(isSo)
        .map(({ name, state, restartCount = 0, lastState }) => {
            const { exitCode, reason: end } = lastState?.terminated ?? {};
            const last = exitCode === undefined ? "" : ` It ended with ${[exitCode, end].filter(Boolean).join(", ")}.`;
            const times = restartCount > 0 ? ` after ${restartCount} restarts` : "";
            return `Its container "${name}" waits${times}: ${whyText(state?.waiting)}.${last}`;
        })
        .join(" ");
}
