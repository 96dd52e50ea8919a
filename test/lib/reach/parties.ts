// SPDX-License-Identifier: Apache-2.0
import type { NetworkPolicy, Workload, World } from "../../../lib/reach/world";

/** Pods of a Deployment without labels, ports and addresses, unless said otherwise. */
export function pods(namespace: string, name: string, parts: Partial<Workload> = {}): Workload {
    return {
        namespace,
        kind: "Deployment",
        name,
        labels: {},
        ports: [],
        addresses: [],
        isHostNetwork: false,
        ...parts,
    };
}

/** A policy for all pods of a namespace, unless said otherwise. */
export function policy(namespace: string, parts: Partial<NetworkPolicy> = {}): NetworkPolicy {
    return { namespace, name: "policy", podSelector: {}, ...parts };
}

/** A world of these policies and namespaces. No question asked here depends on its workloads. */
export function worldOf(policies: readonly NetworkPolicy[], namespaces: Record<string, Record<string, string>>): World {
    return { namespaces: new Map(Object.entries(namespaces)), workloads: [], policies };
}
