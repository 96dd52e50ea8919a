// SPDX-License-Identifier: Apache-2.0

/** How much a reviewer must look at a finding: it takes workloads down, it may, or it is good to know. */
export const SEVERITIES = ["danger", "warning", "notice"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a finding is about. */
export const AREAS = ["pools", "bindings", "isolation", "connectivity", "extension"] as const;
export type Area = (typeof AREAS)[number];

/** What becomes of a thing. */
export type Change = "created" | "changed" | "deleted" | "unchanged";

/** A property before and after; undefined where there is none. */
export interface Difference {
    /** Path in the object, such as "spec.natOutgoing". */
    readonly property: string;
    readonly before?: string;
    readonly after?: string;
}

/** An object that a finding is about. */
export interface ObjectRef {
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
}

/** One thing that a reviewer should know. */
export interface Finding {
    readonly severity: Severity;
    readonly area: Area;
    /** Stable id of the rule, e.g. "pool-deleted". */
    readonly rule: string;
    /** Set where the change is about several clusters. */
    readonly cluster?: string;
    readonly object: ObjectRef;
    /** What it was and will be, in words or values, where the finding is about a change. */
    readonly before?: string;
    readonly after?: string;
    /** Whole sentences: what happens. */
    readonly message: string;
    /** Whole sentences: what to do about it; undefined where nothing has to be done. */
    readonly wayOut?: string;
}

/** One line of the summary: the worst that is found in an area, and how much of what changes. */
export interface SummaryLine {
    readonly area: Area;
    /** The worst severity in the area; undefined if nothing in it is worth a finding. */
    readonly severity?: Severity;
    /** Such as "1 created, 2 changed; 4096 addresses more". */
    readonly text: string;
}

/** A number of addresses: a decimal text where a number would lose digits. */
export type Count = number | string;

/** A pool before and after. */
export interface PoolChange {
    readonly cluster?: string;
    readonly name: string;
    readonly change: Change;
    readonly cidr: string;
    /** Addresses that pods can get of it: none of a disabled pool. */
    readonly addresses: { readonly before: Count; readonly after: Count };
    /** Addresses that are in use, if a cluster tells. */
    readonly used?: number;
    readonly settings: readonly Difference[];
}

/** Whether a namespace may use a pool by name: before and after, or only one of both. */
export type BindingCell = "none" | "kept" | "added" | "removed";

/** Namespaces and pools of one cluster. */
export interface BindingTable {
    readonly cluster?: string;
    /** Names of pools, the columns. */
    readonly pools: readonly string[];
    readonly rows: readonly {
        readonly namespace: string;
        readonly workspace?: string;
        /** Pods of the namespace that have addresses of pools, if a cluster tells. */
        readonly pods?: number;
        /** One for each pool. */
        readonly cells: readonly BindingCell[];
    }[];
}

/** Whether something is isolated; "unknown" where neither a cluster nor the change tells. */
export type Isolation = "on" | "off" | "unknown";

/** The isolation of a project or a workspace, before and after. */
export interface IsolationChange {
    readonly cluster?: string;
    readonly kind: "project" | "workspace";
    readonly name: string;
    readonly before: Isolation;
    readonly after: Isolation;
    /** Names of the project's NamespaceNetworkPolicies that are made, changed, deleted by the change, and deleted by KubeSphere. */
    readonly policies: {
        readonly created: readonly string[];
        readonly changed: readonly string[];
        readonly deleted: readonly string[];
        readonly purged: readonly string[];
    };
}

/** A group of those who talk or are talked to. */
export interface Parties {
    /** The group in words, such as "all of shop-web" or "10.0.0.0/8". */
    readonly text: string;
    /** Workloads by namespace: all of them, or those named. */
    readonly namespaces: readonly { readonly name: string; readonly workloads: "all" | readonly string[] }[];
    /** Ranges of addresses outside of pods: CIDRs, or "first-last". */
    readonly ranges: readonly string[];
}

/** Connections that become other ones. */
export interface ConnectionChange {
    readonly change: "lost" | "gained" | "changed";
    readonly from: Parties;
    readonly to: Parties;
    /** Ports before and after, such as "TCP 80, UDP"; "none" or "all ports". */
    readonly before: string;
    readonly after: string;
    /** The policies that decide it, as "namespace/name" and what they are made from. */
    readonly decidedBy: readonly string[];
}

/** A question that everybody asks of every change, and its answer. */
export interface StandingAnswer {
    /** "dns", "gateway", "monitoring", "apiserver" or "node". */
    readonly question: string;
    /** Such as "shop-api: its pods resolve names". */
    readonly text: string;
    readonly namespace: string;
    readonly before: "yes" | "no" | "partly" | "unknown";
    readonly after: "yes" | "no" | "partly" | "unknown";
    /** Why it is so after the change. */
    readonly reason: string;
}

/** The difference in who may talk to whom in one cluster. */
export interface Connectivity {
    readonly cluster?: string;
    /** How much was looked at. */
    readonly basis: { readonly namespaces: number; readonly workloads: number; readonly policies: number };
    /** Answers that change, and those of namespaces that the change touches. */
    readonly answers: readonly StandingAnswer[];
    /** Lost ones first. */
    readonly changes: readonly ConnectionChange[];
    /** Pairs of workloads, or of a workload and a range of addresses, by what becomes of them. */
    readonly counts: { readonly lost: number; readonly gained: number; readonly changed: number };
}

/** A value of a chart before and after. */
export interface ConfigDifference extends Difference {
    /** "host", or the cluster whose agent gets the value. */
    readonly cluster: string;
}

/** An extension before and after. */
export interface ExtensionChange {
    readonly cluster?: string;
    readonly name: string;
    readonly change: Change;
    readonly version: { readonly before?: string; readonly after?: string };
    readonly enabled: { readonly before?: boolean; readonly after?: boolean };
    /** Clusters whose agents come, go and stay; undefined where a selector decides that nobody can resolve here. */
    readonly agents?: {
        readonly added: readonly string[];
        readonly removed: readonly string[];
        readonly kept: readonly string[];
    };
    /** What the host and each agent get, by key path: not by text. */
    readonly config: readonly ConfigDifference[];
}

/** What has to be done. */
export interface Step {
    /** Whether the update does it, or a person has to. */
    readonly by: "update" | "you";
    readonly text: string;
}

/** When a step has its turn: extensions first, what the update takes away last. */
export const PHASES = [
    "before the update",
    "extensions",
    "pools",
    "isolation",
    "bindings",
    "removal",
    "after the update",
] as const;
export type Phase = (typeof PHASES)[number];

/** A step of one area, which is put in order with those of the others. */
export interface PhasedStep extends Step {
    readonly phase: Phase;
}

/** Something that cannot be undone by undoing the change. */
export interface Irreversible {
    readonly object: ObjectRef;
    readonly cluster?: string;
    readonly text: string;
}

/** What a change means for the network. Every form of it says the same. */
export interface Report {
    /** What was compared, such as "preview.json" or "before/ and after/". */
    readonly title: string;
    /** One line an area, danger first. */
    readonly summary: readonly SummaryLine[];
    /** By severity, then by area. */
    readonly findings: readonly Finding[];
    readonly pools: readonly PoolChange[];
    readonly bindings: readonly BindingTable[];
    readonly isolation: readonly IsolationChange[];
    readonly connectivity: readonly Connectivity[];
    readonly extensions: readonly ExtensionChange[];
    readonly order: readonly Step[];
    readonly irreversible: readonly Irreversible[];
    /** What could not be known, and what follows from that. */
    readonly notes: readonly string[];
}

/** What one area adds to a report. */
export interface Part extends Partial<Omit<Report, "title" | "summary" | "findings" | "order">> {
    /** What changes in the area, in a few words, such as "1 created, 1 deleted"; undefined if nothing does. */
    readonly summary?: string;
    readonly findings?: readonly Finding[];
    readonly steps?: readonly PhasedStep[];
}
