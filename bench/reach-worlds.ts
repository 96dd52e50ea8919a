// SPDX-License-Identifier: Apache-2.0
import type { NetworkPolicy, Workload, World } from "kubesphere-network/lib/reach/world";

/** How many workloads a namespace has. */
export const WORKLOADS = 10;

/** The label by which every namespace can be selected. Source: https://kubernetes.io/docs/reference/labels-annotations-taints */
export const NAME_LABEL = "kubernetes.io/metadata.name";

/** Namespaces in a workspace. */
const WORKSPACE = 20;

/** The policies that a namespace has, by its number. */
export type Policies = (namespace: number) => readonly Omit<NetworkPolicy, "namespace" | "name">[];

/** A world of so many namespaces, in which workloads have a port "http" each. */
export function world(count: number, policies: Policies, http: (workload: number) => number = () => 8080): World {
    const numbers = Array.from({ length: count }, (_, number) => number);
    const labels = (number: number) => ({ [NAME_LABEL]: namespaceName(number), workspace: workspaceName(number) });
    return {
        namespaces: new Map(numbers.map((number) => [namespaceName(number), labels(number)])),
        workloads: numbers.flatMap((number) =>
            Array.from({ length: WORKLOADS }, (_, index) => workload(number, index, http)),
        ),
        policies: numbers.flatMap((number) =>
            policies(number).map((policy, index) => ({
                namespace: namespaceName(number),
                name: `policy-${index}`,
                ...policy,
            })),
        ),
    };
}

export function namespaceName(namespace: number): string {
    return `project-${String(namespace).padStart(4, "0")}`;
}

export function workspaceName(namespace: number): string {
    return `workspace-${Math.floor(namespace / WORKSPACE)}`;
}

function workload(namespace: number, index: number, http: (workload: number) => number): Workload {
    const number = namespace * WORKLOADS + index;
    return {
        namespace: namespaceName(namespace),
        kind: "Deployment",
        name: `app-${index}`,
        labels: { app: `app-${index}`, tier: index < 2 ? "web" : "data", number: String(number) },
        ports: [{ name: "http", port: http(number), protocol: "TCP" }],
        addresses: [`10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`],
        isHostNetwork: false,
    };
}
