// SPDX-License-Identifier: Apache-2.0
import type { KubernetesObject } from "../../kubernetes/client";
import { isObject, type Properties } from "../values";

/** Why an object is not ready yet; failed if waiting longer is of no use. */
export interface Unready {
    readonly reason: string;
    readonly failed?: boolean;
}

type Readiness = (object: KubernetesObject, status: Properties, spec: Properties) => Unready | undefined;

/** The condition of this type, in a status. */
export function conditionOf(status: Properties, type: string): Properties | undefined {
    const conditions = Array.isArray(status.conditions) ? status.conditions.filter(isObject) : [];
    return conditions.find((condition) => condition.type === type);
}

function isTrue(status: Properties, type: string): boolean {
    return conditionOf(status, type)?.status === "True";
}

function messageOf(condition: Properties | undefined, otherwise: string): string {
    return typeof condition?.message === "string" && condition.message !== "" ? condition.message : otherwise;
}

function count(value: unknown): number {
    return typeof value === "number" ? value : 0;
}

function until(ready: boolean, reason: string): Unready | undefined {
    return ready ? undefined : { reason };
}

/** Ready when the controller has seen the newest generation, and everything it counts is there. */
function replicas(
    counts: (status: Properties, spec: Properties) => [have: number, want: number, what: string][],
): Readiness {
    return ({ metadata }, status, spec) => {
        if (count(status.observedGeneration) < count(metadata.generation)) {
            return { reason: "no controller has looked at it yet" };
        }
        const short = counts(status, spec).filter(([have, want]) => have < want);
        return until(short.length === 0, short.map(([have, want, what]) => `${have} of ${want} ${what}`).join(", "));
    };
}

function wanted(spec: Properties): number {
    return typeof spec.replicas === "number" ? spec.replicas : 1;
}

const deployment = replicas((status, spec) => [
    [count(status.updatedReplicas), wanted(spec), "replicas updated"],
    [count(status.availableReplicas), wanted(spec), "replicas available"],
]);

function hasAddress(status: Properties): boolean {
    const balancer = isObject(status.loadBalancer) ? status.loadBalancer : {};
    return Array.isArray(balancer.ingress) && balancer.ingress.length > 0;
}

/** The kinds that are waited for. All others are ready as soon as they are written. */
const READINESS: Readonly<Record<string, Readiness>> = {
    "v1/Namespace": (_, { phase }) => until(phase === "Active", `phase is ${String(phase)}`),
    "apiextensions.k8s.io/v1/CustomResourceDefinition": (_, status) => {
        const names = conditionOf(status, "NamesAccepted");
        return names?.status === "False"
            ? { reason: messageOf(names, "its names are taken"), failed: true }
            : until(isTrue(status, "Established"), "not established yet");
    },
    "apps/v1/Deployment": (object, status, spec) => {
        const progress = conditionOf(status, "Progressing");
        return progress?.reason === "ProgressDeadlineExceeded"
            ? { reason: messageOf(progress, "progress deadline exceeded"), failed: true }
            : deployment(object, status, spec);
    },
    "apps/v1/StatefulSet": replicas((status, spec) => [
        [count(status.updatedReplicas), wanted(spec), "replicas updated"],
        [count(status.readyReplicas), wanted(spec), "replicas ready"],
    ]),
    "apps/v1/DaemonSet": replicas((status) => [
        [count(status.updatedNumberScheduled), count(status.desiredNumberScheduled), "pods updated"],
        [count(status.numberAvailable), count(status.desiredNumberScheduled), "pods available"],
    ]),
    "batch/v1/Job": (_, status) => {
        const failure = conditionOf(status, "Failed");
        return failure?.status === "True"
            ? { reason: messageOf(failure, "it failed"), failed: true }
            : until(isTrue(status, "Complete"), "not complete yet");
    },
    "v1/Pod": (_, status) =>
        status.phase === "Failed"
            ? { reason: "it failed", failed: true }
            : until(status.phase === "Succeeded" || isTrue(status, "Ready"), `phase is ${String(status.phase)}`),
    "v1/PersistentVolumeClaim": (_, { phase }) => until(phase === "Bound", `phase is ${String(phase)}`),
    "v1/Service": (_, status, { type }) =>
        until(type !== "LoadBalancer" || hasAddress(status), "it has no address yet"),
    "networking.k8s.io/v1/Ingress": (_, status) => until(hasAddress(status), "it has no address yet"),
};

/** Why the object is not ready; undefined if it is, or if nobody waits for its kind. */
export function unready(object: KubernetesObject): Unready | undefined {
    const status = isObject(object.status) ? object.status : {};
    const spec = isObject(object.spec) ? object.spec : {};
    return READINESS[`${object.apiVersion}/${object.kind}`]?.(object, status, spec);
}
