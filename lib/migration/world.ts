// SPDX-License-Identifier: Apache-2.0
import type { AddressRange } from "../cluster/address-ranges";
import type { Condition } from "../cluster/conditions";
import type { ClusterObject, NodeObject, ObjectMeta } from "../cluster/objects";
import type { IPAMBlock } from "../ipam/block";
import type { IPReservationObject } from "../ipam/ranges";
import type { IPPoolObject } from "../ippool/surroundings";
import type { LabelSelector } from "../label-selector";
import type { NamespacePeer } from "../reach/namespace-policy";
import type { PolicyPeer } from "../reach/world";

/** Metadata of what is owned, or has been changed. */
export interface OwnedMeta extends ObjectMeta {
    readonly generation?: number;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly OwnerReference[];
}

/** What an object is made by. */
export interface OwnerReference {
    readonly kind?: string;
    readonly name?: string;
    readonly controller?: boolean;
}

/** An object with its owners. */
export interface OwnedObject {
    readonly metadata?: OwnedMeta;
}

/** What a container waits for. */
export interface ContainerStatus {
    readonly name?: string;
    readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
}

/** What is read of a pod. */
export interface PodObject extends OwnedObject {
    readonly spec?: { readonly nodeName?: string; readonly hostNetwork?: boolean };
    readonly status?: {
        readonly phase?: string;
        readonly podIP?: string;
        readonly podIPs?: readonly { readonly ip?: string }[];
        readonly conditions?: readonly Condition[];
        readonly initContainerStatuses?: readonly ContainerStatus[];
        readonly containerStatuses?: readonly ContainerStatus[];
    };
}

/** A count of pods, or a part of them such as "25%". */
export type PodShare = number | string;

/** What is read of a Deployment, a StatefulSet or a DaemonSet. */
export interface WorkloadObject extends OwnedObject {
    readonly spec?: {
        readonly replicas?: number;
        readonly paused?: boolean;
        readonly template?: ClusterObject;
        /** Of a Deployment. */
        readonly strategy?: UpdateStrategy;
        /** Of a StatefulSet or a DaemonSet. */
        readonly updateStrategy?: UpdateStrategy;
    };
    readonly status?: WorkloadStatus;
}

/** How pods are replaced by new ones. */
export interface UpdateStrategy {
    readonly type?: string;
    readonly rollingUpdate?: {
        readonly maxSurge?: PodShare;
        readonly maxUnavailable?: PodShare;
        readonly partition?: number;
    } | null;
}

/** How far a workload is. A number that is missing is 0. */
export interface WorkloadStatus {
    readonly observedGeneration?: number;
    readonly conditions?: readonly Condition[];
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberAvailable?: number;
}

/** What is read of a CronJob. */
export interface CronJobObject extends OwnedObject {
    readonly spec?: { readonly jobTemplate?: { readonly spec?: { readonly template?: ClusterObject } } };
}

/** What is read of a Job. */
export interface JobObject extends OwnedObject {
    readonly spec?: { readonly template?: ClusterObject };
    readonly status?: { readonly conditions?: readonly Condition[] };
}

/** What is read of a PodDisruptionBudget. */
export interface BudgetObject extends ClusterObject {
    readonly spec?: { readonly selector?: LabelSelector };
    readonly status?: { readonly disruptionsAllowed?: number };
}

/** What is read of an IPAMBlock. */
export type BlockObject = IPAMBlock & ClusterObject;

/** What is read of an IPReservation. */
export type ReservationObject = IPReservationObject & ClusterObject;

/** What is read of a NetworkPolicy. */
export interface NetworkPolicyObject extends ClusterObject {
    readonly spec?: {
        readonly ingress?: readonly { readonly from?: readonly PolicyPeer[] }[];
        readonly egress?: readonly { readonly to?: readonly PolicyPeer[] }[];
    };
}

/** What is read of a NamespaceNetworkPolicy. */
export interface NamespacePolicyObject extends ClusterObject {
    readonly spec?: {
        readonly ingress?: readonly { readonly from?: readonly NamespacePeer[] }[];
        readonly egress?: readonly { readonly to?: readonly NamespacePeer[] }[];
    };
}

/** What is read of a Service. */
export interface ServiceObject extends ClusterObject {
    readonly spec?: { readonly clusterIPs?: readonly string[]; readonly loadBalancerSourceRanges?: readonly string[] };
}

/** What is read of an Event: why the address of a pod could not be had is told nowhere else. */
export interface EventObject {
    readonly involvedObject?: { readonly kind?: string; readonly namespace?: string; readonly name?: string };
    readonly type?: string;
    readonly reason?: string;
    readonly message?: string;
}

/** Everything of a cluster that a migration is planned from. A part that may not be read is empty. */
export interface MigrationWorld {
    readonly pools: readonly IPPoolObject[];
    /** With all labels, and the annotations of lib/labels. */
    readonly namespaces: readonly ClusterObject[];
    /** With labels, and the annotations `cni.projectcalico.org/*`. */
    readonly pods: readonly PodObject[];
    readonly replicaSets: readonly OwnedObject[];
    /** These with managedFields without `fieldsV1`, and the annotations that name a manager (see managers.ts). */
    readonly deployments: readonly WorkloadObject[];
    readonly statefulSets: readonly WorkloadObject[];
    readonly daemonSets: readonly WorkloadObject[];
    readonly cronJobs: readonly CronJobObject[];
    readonly jobs: readonly JobObject[];
    readonly budgets: readonly BudgetObject[];
    /** With labels, and Calico's annotations of tunnel addresses. */
    readonly nodes: readonly NodeObject[];
    readonly blocks: readonly BlockObject[];
    readonly reservations: readonly ReservationObject[];
    readonly networkPolicies: readonly NetworkPolicyObject[];
    readonly namespacePolicies: readonly NamespacePolicyObject[];
    readonly services: readonly ServiceObject[];
    /** Addresses of services: serviceRanges of lib/cluster/address-ranges. */
    readonly serviceRanges: readonly AddressRange[];
    /** Addresses that kube-proxy takes for those of pods: kubeProxyRanges of lib/cluster/address-ranges. */
    readonly clusterCidrs: readonly string[];
}
