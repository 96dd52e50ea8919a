// SPDX-License-Identifier: Apache-2.0
import {
    CRON_JOB,
    DAEMON_SET,
    DEPLOYMENT,
    IP_POOL,
    IP_RESERVATION,
    IPAM_BLOCK,
    JOB,
    type Kind,
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    NETWORK_POLICY,
    NODE,
    POD,
    POD_DISRUPTION_BUDGET,
    REPLICA_SET,
    SERVICE,
    STATEFUL_SET,
} from "kubesphere-network/lib/kinds";
import { POOL_ANNOTATION_KEYS } from "kubesphere-network/lib/labels";
import { MANAGER_ANNOTATIONS } from "kubesphere-network/lib/migration/managers";
import { TUNNEL_ANNOTATIONS } from "kubesphere-network/lib/migration/tunnels";
import type { MigrationWorld } from "kubesphere-network/lib/migration/world";
import { MANAGERS, metadata } from "../snapshot/metadata";
import type { Shape } from "../snapshot/shape";

/** A kind of object, all that is read of it, and what for. */
export interface ReadPart {
    readonly kind: Kind;
    readonly shape: Shape;
    /** As the rest of a sentence that begins with "to". */
    readonly to: string;
    /** What is missing without it; undefined if no plan can be made without. */
    readonly without?: string;
}

/** Names of the ConfigMaps of kube-system that tell the addresses of services and what kube-proxy takes for pods. */
export const KUBEADM_CONFIG = "kubeadm-config";
export const KUBE_PROXY = "kube-proxy";

/** What a pod, or its template, asks of Calico. Source: libcalico-go/lib/apis and cni-plugin/pkg/k8s/k8s.go of Calico */
const ASKED = [
    ...POOL_ANNOTATION_KEYS,
    ...["ipAddrs", "ipAddrsNoIpam", "floatingIPs"].map((key) => `cni.projectcalico.org/${key}`),
];

const OWNERS: Shape = [{ kind: true, name: true, controller: true }];
const CONDITIONS: Shape = [{ type: true, status: true, reason: true, message: true }];
const CONTAINERS: Shape = [{ name: true, state: { waiting: { reason: true, message: true } } }];
const TEMPLATE: Shape = { metadata: metadata(...ASKED) };
const PEERS = (key: string): Shape => [{ [key]: true }];

/** What is read of a pod, here and whenever a batch is looked at. */
export const POD_SHAPE: Shape = {
    metadata: { ...metadata(...ASKED), uid: true, deletionTimestamp: true, ownerReferences: OWNERS },
    spec: { nodeName: true, hostNetwork: true },
    status: {
        phase: true,
        podIP: true,
        podIPs: [{ ip: true }],
        conditions: CONDITIONS,
        initContainerStatuses: CONTAINERS,
        containerStatuses: CONTAINERS,
    },
};

/** The same of a ReplicaSet, which leads from a pod to its Deployment. */
export const OWNED_SHAPE: Shape = { metadata: { name: true, namespace: true, ownerReferences: OWNERS } };

/** The same of what has rollouts. */
const WORKLOAD_SHAPE: Shape = {
    metadata: {
        ...metadata(...MANAGER_ANNOTATIONS),
        generation: true,
        deletionTimestamp: true,
        ownerReferences: OWNERS,
        managedFields: MANAGERS,
    },
    spec: { replicas: true, paused: true, template: TEMPLATE, strategy: true, updateStrategy: true },
    status: true,
};

const WORKLOADS = "know what makes the pods that have addresses of the old pool, and what their restart means";
const NOT_CHECKED = "Without it, the plan is made as if there were none.";

/** Everything that a plan is made of, by its name in the world. */
export const READ_PARTS: Readonly<Record<Exclude<keyof MigrationWorld, "serviceRanges" | "clusterCidrs">, ReadPart>> = {
    pools: { kind: IP_POOL, shape: { metadata: metadata(), spec: true }, to: "know both pools and all others" },
    namespaces: {
        kind: NAMESPACE,
        shape: { metadata: { ...metadata(...ASKED), deletionTimestamp: true } },
        to: "know which namespaces are bound, and the cluster itself",
    },
    pods: { kind: POD, shape: POD_SHAPE, to: "know who has addresses of the old pool" },
    replicaSets: { kind: REPLICA_SET, shape: OWNED_SHAPE, to: WORKLOADS },
    deployments: { kind: DEPLOYMENT, shape: WORKLOAD_SHAPE, to: WORKLOADS },
    statefulSets: { kind: STATEFUL_SET, shape: WORKLOAD_SHAPE, to: WORKLOADS },
    daemonSets: { kind: DAEMON_SET, shape: WORKLOAD_SHAPE, to: WORKLOADS },
    cronJobs: {
        kind: CRON_JOB,
        shape: { metadata: metadata(), spec: { jobTemplate: { spec: { template: TEMPLATE } } } },
        to: "know whose pods ask for the old pool",
    },
    jobs: {
        kind: JOB,
        shape: {
            metadata: { ...metadata(), ownerReferences: OWNERS },
            spec: { template: TEMPLATE },
            status: { conditions: CONDITIONS },
        },
        to: "know whose pods ask for the old pool",
    },
    budgets: {
        kind: POD_DISRUPTION_BUDGET,
        shape: { metadata: metadata(), spec: { selector: true }, status: { disruptionsAllowed: true } },
        to: "know what may be evicted",
    },
    nodes: {
        kind: NODE,
        shape: { metadata: metadata(...TUNNEL_ANNOTATIONS), status: { addresses: [{ type: true, address: true }] } },
        to: "know the nodes that take pods of the new pool, and their tunnels",
    },
    blocks: {
        kind: IPAM_BLOCK,
        shape: { metadata: metadata(), spec: { cidr: true, affinity: true, allocations: true, attributes: true } },
        to: "count the free addresses of the new pool, and who has those of the old one",
    },
    reservations: {
        kind: IP_RESERVATION,
        shape: { metadata: metadata(), spec: { reservedCIDRs: true } },
        to: "count the free addresses of the new pool",
        without: NOT_CHECKED,
    },
    networkPolicies: {
        kind: NETWORK_POLICY,
        shape: { metadata: metadata(), spec: { ingress: PEERS("from"), egress: PEERS("to") } },
        to: "find the policies that name addresses of the old pool",
        without: NOT_CHECKED,
    },
    namespacePolicies: {
        kind: NAMESPACE_NETWORK_POLICY,
        shape: { metadata: metadata(), spec: { ingress: PEERS("from"), egress: PEERS("to") } },
        to: "find the policies that name addresses of the old pool",
        without: NOT_CHECKED,
    },
    services: {
        kind: SERVICE,
        shape: { metadata: metadata(), spec: { clusterIPs: true, loadBalancerSourceRanges: true } },
        to: "find services that collide with the new pool, or that name addresses of the old one",
        without: NOT_CHECKED,
    },
};
