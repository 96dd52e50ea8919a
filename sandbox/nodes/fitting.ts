// SPDX-License-Identifier: Apache-2.0
import { type LabelExpression, type Labels, matches } from "kubesphere-network/lib/label-selector";
import type { KubernetesObject } from "../kubernetes/client";
import type { Taint } from "./node";

interface NodeSelectorTerm {
    readonly matchExpressions?: readonly LabelExpression[];
    readonly matchFields?: readonly LabelExpression[];
}

interface Toleration {
    readonly key?: string;
    readonly operator?: string;
    readonly value?: string;
    readonly effect?: string;
}

interface SchedulingSpec {
    readonly nodeName?: string;
    readonly schedulerName?: string;
    readonly schedulingGates?: readonly object[];
    readonly nodeSelector?: Labels;
    readonly affinity?: {
        readonly nodeAffinity?: {
            readonly requiredDuringSchedulingIgnoredDuringExecution?: {
                readonly nodeSelectorTerms: readonly NodeSelectorTerm[];
            };
        };
    };
    readonly tolerations?: readonly Toleration[];
}

/** The scheduler of pods that name none. */
export const DEFAULT_SCHEDULER = "default-scheduler";
/** What a cordoned node is to a pod; DaemonSets tolerate it. */
const UNSCHEDULABLE: Taint = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };

/** Whether a pod waits for a node that this scheduler is to find. */
export function waitsForNode(pod: KubernetesObject): boolean {
    const { nodeName = "", schedulerName = DEFAULT_SCHEDULER, schedulingGates = [] } = specOf(pod);
    return nodeName === "" && schedulerName === DEFAULT_SCHEDULER && schedulingGates.length === 0;
}

/** The nodes that a pod may run on: by labels, by required node affinity, and by taints that it tolerates. */
export function nodesFor(pod: KubernetesObject, nodes: readonly KubernetesObject[]): KubernetesObject[] {
    const { nodeSelector = {}, affinity, tolerations = [] } = specOf(pod);
    const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
    return nodes.filter(
        (node) =>
            matches({ matchLabels: nodeSelector }, node.metadata.labels ?? {}) &&
            (terms === undefined || terms.some((term) => selectsNode(term, node))) &&
            taintsOf(node).every((taint) => tolerations.some((toleration) => tolerates(toleration, taint))),
    );
}

function specOf(pod: KubernetesObject): SchedulingSpec {
    return pod.spec as SchedulingSpec;
}

function selectsNode({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, { metadata }: KubernetesObject) {
    return (
        matchExpressions.length + matchFields.length > 0 &&
        matches({ matchExpressions }, metadata.labels ?? {}) &&
        matches({ matchExpressions: matchFields }, { "metadata.name": metadata.name ?? "" })
    );
}

function taintsOf({ spec }: KubernetesObject): Taint[] {
    const { taints = [], unschedulable = false } = spec as { taints?: Taint[]; unschedulable?: boolean };
    return [...taints, ...(unschedulable ? [UNSCHEDULABLE] : [])].filter(({ effect }) => effect !== "PreferNoSchedule");
}

function tolerates({ key = "", operator = "Equal", value = "", effect = "" }: Toleration, taint: Taint): boolean {
    return (
        (key === "" || key === taint.key) &&
        (effect === "" || effect === taint.effect) &&
        (operator === "Exists" || value === (taint.value ?? ""))
    );
}
