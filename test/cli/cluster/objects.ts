// SPDX-License-Identifier: Apache-2.0
// What clusters of tests have, as people apply it.

/** Labels and annotations. */
export interface Keys {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
}

/** A Kubernetes object as somebody applies it. */
export interface Applied {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: Keys & { readonly name: string; readonly namespace?: string };
    readonly [field: string]: unknown;
}

/** A pool of Calico. */
export function pool(name: string, spec: object, keys: Keys = {}): Applied {
    return { apiVersion: "crd.projectcalico.org/v1", kind: "IPPool", metadata: { name, ...keys }, spec };
}

export function namespace(name: string, keys: Keys = {}): Applied {
    return { apiVersion: "v1", kind: "Namespace", metadata: { name, ...keys } };
}

export function workspace(name: string, keys: Keys = {}, spec: object = {}): Applied {
    return { apiVersion: "tenant.kubesphere.io/v1beta1", kind: "Workspace", metadata: { name, ...keys }, spec };
}

/** A NamespaceNetworkPolicy of a project. */
export function policy(project: string, name: string, spec: object, keys: Keys = {}): Applied {
    const metadata = { name, namespace: project, ...keys };
    return { apiVersion: "network.kubesphere.io/v1alpha1", kind: "NamespaceNetworkPolicy", metadata, spec };
}

/** The InstallPlan of the network extension, on the host alone unless `more` says otherwise. */
export function installPlan(version: string, more: object = {}): Applied {
    return {
        apiVersion: "kubesphere.io/v1alpha1",
        kind: "InstallPlan",
        metadata: { name: "network" },
        spec: {
            extension: { name: "network", version },
            enabled: true,
            upgradeStrategy: "Manual",
            clusterScheduling: { placement: { clusters: ["host"] } },
            ...more,
        },
    };
}
