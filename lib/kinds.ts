// SPDX-License-Identifier: Apache-2.0

/** One kind of Kubernetes object that this project reads or writes. */
export interface Kind {
    /** Group and version, e.g. "crd.projectcalico.org/v1". */
    readonly apiVersion: string;
    readonly kind: string;
    /** Name in URLs, e.g. "ippools". */
    readonly plural: string;
    readonly namespaced: boolean;
}

/** Calico's pool as its datastore keeps it; KubeSphere 4 manages this one and no other. */
export const IP_POOL: Kind = {
    apiVersion: "crd.projectcalico.org/v1",
    kind: "IPPool",
    plural: "ippools",
    namespaced: false,
};

export const IPAM_BLOCK: Kind = {
    apiVersion: "crd.projectcalico.org/v1",
    kind: "IPAMBlock",
    plural: "ipamblocks",
    namespaced: false,
};

export const INSTALL_PLAN: Kind = {
    apiVersion: "kubesphere.io/v1alpha1",
    kind: "InstallPlan",
    plural: "installplans",
    namespaced: false,
};

export const EXTENSION: Kind = {
    apiVersion: "kubesphere.io/v1alpha1",
    kind: "Extension",
    plural: "extensions",
    namespaced: false,
};

export const EXTENSION_VERSION: Kind = {
    apiVersion: "kubesphere.io/v1alpha1",
    kind: "ExtensionVersion",
    plural: "extensionversions",
    namespaced: false,
};

/** A cluster that KubeSphere knows. The host cluster has one too, by default named "host". */
export const CLUSTER: Kind = {
    apiVersion: "cluster.kubesphere.io/v1alpha1",
    kind: "Cluster",
    plural: "clusters",
    namespaced: false,
};

export const WORKSPACE: Kind = {
    apiVersion: "tenant.kubesphere.io/v1beta1",
    kind: "Workspace",
    plural: "workspaces",
    namespaced: false,
};

export const WORKSPACE_TEMPLATE: Kind = {
    apiVersion: "tenant.kubesphere.io/v1beta1",
    kind: "WorkspaceTemplate",
    plural: "workspacetemplates",
    namespaced: false,
};

export const NAMESPACE_NETWORK_POLICY: Kind = {
    apiVersion: "network.kubesphere.io/v1alpha1",
    kind: "NamespaceNetworkPolicy",
    plural: "namespacenetworkpolicies",
    namespaced: true,
};

/** What KubeSphere 3 made of its own pools. The network extension of KubeSphere 4 has removed it. */
export const DEPRECATED_IP_POOL: Kind = {
    apiVersion: "network.kubesphere.io/v1alpha1",
    kind: "IPPool",
    plural: "ippools",
    namespaced: false,
};

export const NETWORK_POLICY: Kind = {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    plural: "networkpolicies",
    namespaced: true,
};

export const NAMESPACE: Kind = { apiVersion: "v1", kind: "Namespace", plural: "namespaces", namespaced: false };

export const POD: Kind = { apiVersion: "v1", kind: "Pod", plural: "pods", namespaced: true };

export const NODE: Kind = { apiVersion: "v1", kind: "Node", plural: "nodes", namespaced: false };

export const CONFIG_MAP: Kind = { apiVersion: "v1", kind: "ConfigMap", plural: "configmaps", namespaced: true };

export const SERVICE: Kind = { apiVersion: "v1", kind: "Service", plural: "services", namespaced: true };

export const ENDPOINT_SLICE: Kind = {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    plural: "endpointslices",
    namespaced: true,
};

/** The addresses of services; in Kubernetes since 1.33, before that the API server's own secret. */
export const SERVICE_CIDR: Kind = {
    apiVersion: "networking.k8s.io/v1",
    kind: "ServiceCIDR",
    plural: "servicecidrs",
    namespaced: false,
};

export const VALIDATING_WEBHOOK: Kind = {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    plural: "validatingwebhookconfigurations",
    namespaced: false,
};

/** The kind that pools have where Calico keeps them as its public API and not as its own custom resources. */
export const IP_POOL_V3: Kind = {
    apiVersion: "projectcalico.org/v3",
    kind: "IPPool",
    plural: "ippools",
    namespaced: false,
};

/** Addresses that Calico gives to nobody. Source: api/pkg/apis/projectcalico/v3/ipreservation.go of Calico. */
export const IP_RESERVATION: Kind = {
    apiVersion: "crd.projectcalico.org/v1",
    kind: "IPReservation",
    plural: "ipreservations",
    namespaced: false,
};

export const POD_DISRUPTION_BUDGET: Kind = {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    plural: "poddisruptionbudgets",
    namespaced: true,
};

export const CUSTOM_RESOURCE_DEFINITION: Kind = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    plural: "customresourcedefinitions",
    namespaced: false,
};

export const REPLICA_SET: Kind = { apiVersion: "apps/v1", kind: "ReplicaSet", plural: "replicasets", namespaced: true };

export const JOB: Kind = { apiVersion: "batch/v1", kind: "Job", plural: "jobs", namespaced: true };

export const DEPLOYMENT: Kind = { apiVersion: "apps/v1", kind: "Deployment", plural: "deployments", namespaced: true };

export const STATEFUL_SET: Kind = {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    plural: "statefulsets",
    namespaced: true,
};

export const DAEMON_SET: Kind = { apiVersion: "apps/v1", kind: "DaemonSet", plural: "daemonsets", namespaced: true };

export const CRON_JOB: Kind = { apiVersion: "batch/v1", kind: "CronJob", plural: "cronjobs", namespaced: true };

/** The same as a validating one, for webhooks that change what is written. */
export const MUTATING_WEBHOOK: Kind = {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    plural: "mutatingwebhookconfigurations",
    namespaced: false,
};

/** A version of an API group, and the service that answers for it where that is not the API server itself. */
export const API_SERVICE: Kind = {
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    plural: "apiservices",
    namespaced: false,
};

/** By the one of its name in kube-node-lease a node says that it lives, and what time its clock has. */
export const LEASE: Kind = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    plural: "leases",
    namespaced: true,
};

/** What happened to an object, kept for an hour. */
export const EVENT: Kind = { apiVersion: "v1", kind: "Event", plural: "events", namespaced: true };

/** The Pulumi type token of a kind, e.g. "kubernetes:crd.projectcalico.org/v1:IPPool". */
export function typeToken(kind: Kind): string {
    const groupVersion = kind.apiVersion.includes("/") ? kind.apiVersion : `core/${kind.apiVersion}`;
    return `kubernetes:${groupVersion}:${kind.kind}`;
}
