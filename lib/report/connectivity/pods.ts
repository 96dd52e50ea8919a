// SPDX-License-Identifier: Apache-2.0
import { CRON_JOB, DAEMON_SET, DEPLOYMENT, JOB, type Kind, NAMESPACE, POD, STATEFUL_SET } from "../../kinds";
import type { Labels } from "../../label-selector";
import type { Protocol } from "../../reach/ports";
import type { ContainerPort } from "../../reach/world";
import { at, type Tree } from "../../tree";
import type { KubeObject, Objects } from "../objects";
import { listAt, numberAt, textAt, textsAt } from "../read";

/** A pod, or those that will be made from a template. */
export interface Pod {
    readonly namespace: string;
    /** Name of the pod; undefined for those of a template. */
    readonly podName?: string;
    /** What owns it; the pod itself if nothing does. */
    readonly owner: { readonly kind: string; readonly name: string };
    readonly labels: Labels;
    readonly ports: readonly ContainerPort[];
    readonly addresses: readonly string[];
    readonly isHostNetwork: boolean;
}

const REPLICA_SET: Kind = { apiVersion: "apps/v1", kind: "ReplicaSet", plural: "replicasets", namespaced: true };

/** Kinds that make pods, and where they have the template. */
const TEMPLATES: readonly (readonly [Kind, ...string[]])[] = [
    ...[DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET, JOB].map((kind): [Kind, ...string[]] => [
        kind,
        "spec",
        "template",
    ]),
    [CRON_JOB, "spec", "jobTemplate", "spec", "template"],
];

/** Label that a Deployment gives the pods of each of its ReplicaSets, whose names end in its value. */
const HASH_LABEL = "pod-template-hash";

/** The pods that there are. One of a template stands for all that are made from it, unless these are there themselves. */
export function podsBefore(before: Objects): Pod[] {
    const running = runningPods(before);
    const owned = new Set(running.map(ownerKey));
    return [...running, ...templatePods(before).filter((pod) => !owned.has(ownerKey(pod)))];
}

/** The pods that there will be: of a template that changes new ones, without any whose owner or namespace goes. */
export function podsAfter(before: Objects, after: Objects): Pod[] {
    const old = new Map(templatePods(before).map((pod) => [ownerKey(pod), pod]));
    const next = new Map(templatePods(after).map((pod) => [ownerKey(pod), pod]));
    const stays = (key: string): boolean => {
        const [was, is] = [old.get(key), next.get(key)];
        return is === undefined ? was === undefined : was === undefined || isAlike(was, is);
    };
    const running = runningPods(after).filter(
        (pod) => stays(ownerKey(pod)) && !goesWithNamespace(pod.namespace, before, after),
    );
    const owned = new Set(running.map(ownerKey));
    return [...running, ...[...next].flatMap(([key, pod]) => (owned.has(key) ? [] : [pod]))];
}

function goesWithNamespace(name: string, before: Objects, after: Objects): boolean {
    return before.of(NAMESPACE).has(name) && !after.of(NAMESPACE).has(name);
}

function isAlike(one: Pod, other: Pod): boolean {
    return JSON.stringify(one) === JSON.stringify(other);
}

function ownerKey({ namespace, owner }: Pod): string {
    return `${namespace}/${owner.kind}/${owner.name}`;
}

/** Pods that have ended have no connections. */
function runningPods(objects: Objects): Pod[] {
    return [...objects.of(POD).values()]
        .filter(({ tree }) => !["Succeeded", "Failed"].includes(textAt(tree, "status", "phase") ?? ""))
        .map((object) => podOf(object));
}

function podOf({ namespace = "default", name, tree }: KubeObject): Pod {
    const labels = textsAt(tree, "metadata", "labels");
    const isHostNetwork = at(tree, "spec", "hostNetwork") === true;
    const own = [textAt(tree, "status", "podIP"), ...listAt(tree, "status", "podIPs").map((ip) => textAt(ip, "ip"))];
    const addresses = [...new Set(own.filter((address) => address !== undefined && address !== ""))] as string[];
    const owner = ownerOf(tree, labels) ?? { kind: POD.kind, name };
    return { namespace, podName: name, owner, labels, ports: portsOf(at(tree, "spec")), addresses, isHostNetwork };
}

/** The controller of a pod; the Deployment in place of its ReplicaSet. */
function ownerOf(tree: Tree, labels: Labels): Pod["owner"] | undefined {
    const owner = listAt(tree, "metadata", "ownerReferences").find((each) => at(each, "controller") === true);
    const [kind, name] = [textAt(owner, "kind"), textAt(owner, "name")];
    if (kind === undefined || name === undefined) {
        return undefined;
    }
    const suffix = `-${labels[HASH_LABEL] ?? ""}`;
    return kind === REPLICA_SET.kind && suffix !== "-" && name.endsWith(suffix)
        ? { kind: DEPLOYMENT.kind, name: name.slice(0, -suffix.length) }
        : { kind, name };
}

function templatePods(objects: Objects): Pod[] {
    return TEMPLATES.flatMap(([kind, ...path]) =>
        [...objects.of(kind).values()].map(({ namespace = "default", name, tree }) => {
            const template = at(tree, ...path);
            return {
                namespace,
                owner: { kind: kind.kind, name },
                labels: textsAt(template, "metadata", "labels"),
                ports: portsOf(at(template, "spec")),
                addresses: [],
                isHostNetwork: at(template, "spec", "hostNetwork") === true,
            };
        }),
    );
}

/** Sidecars are init containers that keep running. Source: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers */
function portsOf(spec: Tree): ContainerPort[] {
    const sidecars = listAt(spec, "initContainers").filter((each) => textAt(each, "restartPolicy") === "Always");
    return [...listAt(spec, "containers"), ...sidecars].flatMap((container) =>
        listAt(container, "ports").flatMap((each) => {
            const [port, name] = [numberAt(each, "containerPort"), textAt(each, "name")];
            const protocol = (textAt(each, "protocol") ?? "TCP") as Protocol;
            return port === undefined ? [] : [{ ...(name !== undefined && { name }), port, protocol }];
        }),
    );
}
