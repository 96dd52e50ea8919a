// SPDX-License-Identifier: Apache-2.0
import type { Severity } from "../report/report";

/** What a migration finds before it begins. A danger stops it. */
export interface MigrationCheck {
    readonly severity: Severity;
    /** Stable id of the rule. */
    readonly rule: string;
    /** What it is about, such as `Deployment "shop/api"`. */
    readonly object: string;
    readonly message: string;
    readonly wayOut: string;
}

/** A pool of a migration. */
export interface MigrationPool {
    readonly name: string;
    readonly cidr: string;
    readonly family: 4 | 6;
    readonly disabled: boolean;
}

/** Labels and annotations of a namespace that bind it. A key that is null is not there. */
export interface BindingMetadata {
    readonly labels: Readonly<Record<string, string | null>>;
    readonly annotations: Readonly<Record<string, string | null>>;
}

/** A namespace that is bound to the old pool, or to the new one with pods that are still old, and what is written on it on the way. */
export interface NamespaceMove {
    readonly namespace: string;
    /** As it is before, which an undo restores. */
    readonly before: BindingMetadata;
    /** Bound to both pools, the new one first. */
    readonly both: BindingMetadata;
    /** Still labelled with both, but Calico's annotation has the new pool in place of the old one: no pod gets an old address any more. */
    readonly narrowed: BindingMetadata;
    /** Bound to the new pool in place of the old one. */
    readonly after: BindingMetadata;
}

/** How the pods of a workload get new addresses. */
export type Roll =
    /** A rollout, as `kubectl rollout restart` begins one. */
    | "restart"
    /** Its pods are evicted one by one, and whatever owns them makes new ones. */
    | "evict"
    /** Nothing makes them anew, or it ends by itself: it is waited for. */
    | "wait";

/** A workload with pods that have addresses of the old pool. */
export interface WorkloadMove {
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
    readonly roll: Roll;
    /** How many of its pods have an old address. */
    readonly pods: number;
    /** What the restart means, in whole sentences: "Its only pod is gone for a moment.". */
    readonly consequences: readonly string[];
    /** Who manages it, if somebody says so: another stack or tool that may see a change. */
    readonly managedBy?: string;
}

/** The whole of a migration from one pool to another, made from what the cluster has. */
export interface MigrationPlan {
    readonly from: MigrationPool;
    readonly to: MigrationPool;
    readonly checks: readonly MigrationCheck[];
    /** By name. */
    readonly namespaces: readonly NamespaceMove[];
    /** Workloads of the bound namespaces, in the batches in which they are rolled. */
    readonly batches: readonly (readonly WorkloadMove[])[];
    /** Workloads of namespaces that are not bound to the old pool and got addresses of it all the same: rolled once it is disabled. */
    readonly others: readonly WorkloadMove[];
    /** Whatever has old addresses and cannot be rolled: jobs that end by themselves, pods that nothing makes anew. */
    readonly waited: readonly WorkloadMove[];
    /** Namespaces that stay bound to the old pool because only others were asked for: it cannot be disabled then. */
    readonly remaining: readonly string[];
    /** Nodes whose tunnel device has an address of the old pool. */
    readonly tunnels: readonly string[];
}
