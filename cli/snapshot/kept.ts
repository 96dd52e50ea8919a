// SPDX-License-Identifier: Apache-2.0
import {
    CLUSTER,
    ENDPOINT_SLICE,
    EXTENSION,
    EXTENSION_VERSION,
    INSTALL_PLAN,
    IP_POOL,
    IPAM_BLOCK,
    type Kind,
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    NETWORK_POLICY,
    NODE,
    POD,
    SERVICE,
    WORKSPACE,
    WORKSPACE_TEMPLATE,
} from "kubesphere-network/lib/kinds";
import {
    EXTENSION_REF_LABEL,
    NETWORK_ISOLATE_ANNOTATION,
    POOL_ANNOTATION_KEYS,
    WORKSPACE_ISOLATE_ANNOTATION,
} from "kubesphere-network/lib/labels";
import type { Part } from "../cluster/cluster";
import { metadata } from "./metadata";
import type { Shape } from "./shape";

/** A kind of object, and all that is read of it. */
export interface Kept {
    readonly kind: Kind;
    readonly shape: Shape;
    /** Which objects of the kind; all of them if undefined. */
    readonly part?: Part;
    /** Path of the name of the extension that an object is of. Only those are kept that have an InstallPlan. */
    readonly extension?: readonly string[];
}

const ISOLATION = [NETWORK_ISOLATE_ANNOTATION, WORKSPACE_ISOLATE_ANNOTATION];

const PORTS: Shape = [{ name: true, containerPort: true, protocol: true }];

const POD_SHAPE: Shape = {
    metadata: { ...metadata(...POOL_ANNOTATION_KEYS), ownerReferences: [{ kind: true, name: true, controller: true }] },
    spec: {
        nodeName: true,
        hostNetwork: true,
        containers: [{ ports: PORTS }],
        // Which of them are sidecars and keep running.
        initContainers: [{ restartPolicy: true, ports: PORTS }],
    },
    status: { phase: true, podIP: true, podIPs: [{ ip: true }] },
};

/**
 * All that a snapshot has of a cluster, and nothing else: what is not named here may be secret. Pods may have secrets in
 * their environment, InstallPlans in their values, Clusters in their kubeconfig, and any object in an annotation.
 */
export const KEPT: readonly Kept[] = [
    { kind: NAMESPACE, shape: { metadata: metadata(...ISOLATION, ...POOL_ANNOTATION_KEYS) } },
    {
        kind: NODE,
        shape: {
            metadata: metadata("kubesphere.io/snat-node-ips"),
            status: { addresses: [{ type: true, address: true }] },
        },
    },
    { kind: POD, shape: POD_SHAPE },
    {
        kind: SERVICE,
        shape: {
            metadata: metadata(),
            spec: {
                type: true,
                clusterIP: true,
                clusterIPs: true,
                selector: true,
                ports: [{ name: true, protocol: true, port: true, targetPort: true, nodePort: true }],
            },
        },
    },
    {
        kind: ENDPOINT_SLICE,
        part: { namespace: "default", labelSelector: "kubernetes.io/service-name=kubernetes" },
        shape: {
            metadata: metadata(),
            addressType: true,
            endpoints: [{ addresses: true, conditions: { ready: true } }],
            ports: [{ name: true, protocol: true, port: true }],
        },
    },
    { kind: NETWORK_POLICY, shape: { metadata: metadata(), spec: true } },
    { kind: NAMESPACE_NETWORK_POLICY, shape: { metadata: metadata(), spec: true } },
    { kind: IP_POOL, shape: { metadata: metadata(), spec: true } },
    { kind: IPAM_BLOCK, shape: { metadata: metadata(), spec: { cidr: true, allocations: true } } },
    { kind: WORKSPACE, shape: { metadata: metadata(...ISOLATION) } },
    {
        kind: WORKSPACE_TEMPLATE,
        shape: { metadata: metadata(...ISOLATION), spec: { template: { metadata: metadata(...ISOLATION) } } },
    },
    {
        kind: CLUSTER,
        shape: {
            metadata: { ...metadata(), deletionTimestamp: true },
            status: { conditions: [{ type: true, status: true }] },
        },
    },
    {
        kind: INSTALL_PLAN,
        shape: {
            metadata: metadata(),
            spec: {
                extension: { name: true, version: true },
                enabled: true,
                clusterScheduling: { placement: true },
            },
            status: { state: true, version: true },
        },
    },
    {
        kind: EXTENSION,
        extension: ["metadata", "name"],
        shape: { metadata: metadata(), status: { installedVersion: true } },
    },
    {
        kind: EXTENSION_VERSION,
        extension: ["metadata", "labels", EXTENSION_REF_LABEL],
        shape: {
            metadata: metadata(),
            spec: { version: true, ksVersion: true, kubeVersion: true, installationMode: true },
        },
    },
];

/** Calico's own policies, of which only the number is told: nobody evaluates them here. */
export const COUNTED: readonly Kind[] = [
    {
        apiVersion: "crd.projectcalico.org/v1",
        kind: "NetworkPolicy",
        plural: "networkpolicies",
        namespaced: true,
    },
    {
        apiVersion: "crd.projectcalico.org/v1",
        kind: "GlobalNetworkPolicy",
        plural: "globalnetworkpolicies",
        namespaced: false,
    },
];
