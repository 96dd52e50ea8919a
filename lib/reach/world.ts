// SPDX-License-Identifier: Apache-2.0
import type { Labels, LabelSelector } from "../label-selector";
import type { Protocol } from "./ports";

/** A port that pods listen on, as their containers declare it. */
export interface ContainerPort {
    readonly name?: string;
    readonly port: number;
    readonly protocol: Protocol;
}

/** Pods that no policy tells apart: those of a Deployment, or one Pod. */
export interface Workload {
    readonly namespace: string;
    /** Kind of what owns the pods, such as "Deployment"; "Pod" if nothing does. */
    readonly kind: string;
    readonly name: string;
    /** Labels of the pods. */
    readonly labels: Labels;
    readonly ports: readonly ContainerPort[];
    /** Addresses of the pods, as far as they are known; those of their nodes if they are on the nodes' network. */
    readonly addresses: readonly string[];
    /** Pods on the network of their node are no pods for a policy: they count by the node's address. */
    readonly isHostNetwork: boolean;
}

/** One port of a rule. Without a port all of the protocol; a text is the name of a port. */
export interface PolicyPort {
    /** TCP if undefined. */
    readonly protocol?: string;
    readonly port?: number | string;
    /** Last port of a range that begins at `port`, which is a number then. */
    readonly endPort?: number;
}

/** One peer of a rule: an IP block, or pods of namespaces. */
export interface PolicyPeer {
    readonly podSelector?: LabelSelector;
    readonly namespaceSelector?: LabelSelector;
    readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

/** A rule of a NetworkPolicy one way; its peers are sources or destinations. */
export interface PolicyRule {
    /** Everybody if missing or empty. */
    readonly peers?: readonly PolicyPeer[];
    /** All ports if missing or empty. */
    readonly ports?: readonly PolicyPort[];
}

/** A NetworkPolicy of networking.k8s.io/v1. */
export interface NetworkPolicy {
    readonly namespace: string;
    readonly name: string;
    /** What KubeSphere makes it from, such as "isolation of the project shop"; undefined for one written as it is. */
    readonly madeFrom?: string;
    readonly podSelector: LabelSelector;
    /** "Ingress", "Egress" or both; see typesOf for what is meant where it is missing. */
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly PolicyRule[];
    readonly egress?: readonly PolicyRule[];
}

/** Everything that decides who may talk to whom in one cluster. */
export interface World {
    /** Labels of each namespace, by its name. */
    readonly namespaces: ReadonlyMap<string, Labels>;
    readonly workloads: readonly Workload[];
    readonly policies: readonly NetworkPolicy[];
}

/** An address outside of the cluster's pods: of a node, or of somebody elsewhere. */
export interface Address {
    readonly address: string;
}

/** Somebody who talks or is talked to. */
export type Party = Workload | Address;

export function isWorkload(party: Party): party is Workload {
    return "labels" in party;
}

/** Whether policies take a party for pods: those on the network of their node they do not. */
export function isPod(party: Party): party is Workload & { readonly isHostNetwork: false } {
    return isWorkload(party) && !party.isHostNetwork;
}

/** How messages name a policy: by its namespace, its name, and what it is made from. */
export function policyTitle({ namespace, name, madeFrom }: NetworkPolicy): string {
    return `${namespace}/${name}${madeFrom === undefined ? "" : ` (${madeFrom})`}`;
}

/** How messages name a party: by its namespace and its name, or by its address. */
export function partyTitle(party: Party): string {
    return isWorkload(party) ? `${party.namespace}/${party.name}` : party.address;
}
