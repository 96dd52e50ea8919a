// SPDX-License-Identifier: Apache-2.0
import type { Condition } from "../cluster/conditions";
import type { ClusterObject, ObjectMeta } from "../cluster/objects";
import type { InstallPlanSpec } from "../extension/install-plan";
import { NETWORK_EXTENSION } from "../extension/network-values";
import type { InstallPlanStatus } from "../extension/readiness";
import { INSTALL_PLAN, type Kind } from "../kinds";
import type { ObjectRef } from "../report/report";
import { type ClusterFacts, listOf } from "./facts";

/** Metadata with the times of an object's life. */
export interface TimedMeta extends ObjectMeta {
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
}

/** What is read of an InstallPlan. */
export interface PlanObject extends ClusterObject {
    readonly metadata?: TimedMeta;
    readonly spec: InstallPlanSpec;
    readonly status?: InstallPlanStatus;
}

/** What is read of a container of a pod. */
export interface ContainerStatus {
    readonly name: string;
    readonly ready?: boolean;
    readonly restartCount?: number;
    readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
    readonly lastState?: { readonly terminated?: { readonly reason?: string; readonly exitCode?: number } };
}

/** What is read of a pod of the extension. */
export interface PodObject extends ClusterObject {
    readonly status?: {
        readonly phase?: string;
        readonly conditions?: readonly Condition[];
        readonly containerStatuses?: readonly ContainerStatus[];
        readonly initContainerStatuses?: readonly ContainerStatus[];
    };
}

/** The plan of the network extension: the one of its name, else one of another name. */
export function networkPlan(host: ClusterFacts): PlanObject | undefined {
    const plans = listOf<PlanObject>(host, INSTALL_PLAN);
    return (
        plans.find(({ metadata }) => metadata?.name === NETWORK_EXTENSION) ??
        plans.find(({ spec }) => spec.extension.name === NETWORK_EXTENSION)
    );
}

/** The namespace of the extension's pods on the host and on each cluster with an agent. */
export function targetNamespace(host: ClusterFacts): string {
    return networkPlan(host)?.status?.targetNamespace ?? `extension-${NETWORK_EXTENSION}`;
}

/** The object, as a finding names it. */
export function refTo({ kind }: Pick<Kind, "kind">, { metadata }: ClusterObject): ObjectRef {
    const { name = "", namespace } = metadata ?? {};
    return { kind, name, ...(namespace !== undefined && { namespace }) };
}

/** An object of a kind by its name alone. */
export function refNamed({ kind }: Pick<Kind, "kind">, name: string): ObjectRef {
    return { kind, name };
}
