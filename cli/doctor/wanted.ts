// SPDX-License-Identifier: Apache-2.0
import { poolAnnotationsOf } from "kubesphere-network/lib/doctor/bindings/lists";
import type { WorkloadObject } from "kubesphere-network/lib/ippool/pins";
import {
    EXTENSION_REF_LABEL,
    NETWORK_ISOLATE_ANNOTATION,
    POOL_ANNOTATION_KEYS,
    WORKSPACE_ISOLATE_ANNOTATION,
} from "kubesphere-network/lib/labels";
import { MADE_PREFIX } from "kubesphere-network/lib/isolation/rules";
import * as kinds from "kubesphere-network/lib/kinds";
import type { Part } from "../cluster/cluster";
import { MANAGERS, metadata } from "../snapshot/metadata";
import type { Shape } from "../snapshot/shape";

/** A kind of object, and all that is kept of it. */
export interface Wanted {
    readonly kind: kinds.Kind;
    readonly shape: Shape;
    /** Which objects of the kind are listed; all of them by default. */
    readonly part?: Part;
    /** Which of them are kept; all of them by default. `namespace` is that of the extension. */
    readonly keep?: (object: WorkloadObject, namespace: string) => boolean;
    /** What it is read for, as the rest of a sentence that begins with "to". */
    readonly to: string;
}

const ISOLATION = [NETWORK_ISOLATE_ANNOTATION, WORKSPACE_ISOLATE_ANNOTATION];
const CONTAINERS: Shape = [
    {
        name: true,
        ready: true,
        restartCount: true,
        state: { waiting: { reason: true, message: true } },
        lastState: { terminated: { reason: true, exitCode: true } },
    },
];
const CONDITIONS: Shape = [{ type: true, status: true, reason: true, message: true }];
const TEMPLATE: Shape = { metadata: metadata(...POOL_ANNOTATION_KEYS) };
const OWNED: Shape = { ...metadata(...POOL_ANNOTATION_KEYS), ownerReferences: [{ kind: true }] };

const IN_WORKLOADS = "find workloads that ask for pools which are missing or disabled";

/** What is read of KubeSphere's host cluster alone. Clusters have kubeconfigs, of which nothing is kept. */
export const OF_HOST: readonly Wanted[] = [
    {
        kind: kinds.INSTALL_PLAN,
        shape: {
            metadata: { ...metadata(), creationTimestamp: true, deletionTimestamp: true },
            spec: true,
            status: true,
        },
        to: "see how the extension stands",
    },
    { kind: kinds.EXTENSION, shape: { metadata: metadata() }, to: "see whether KubeSphere knows the extension" },
    {
        kind: kinds.EXTENSION_VERSION,
        shape: { metadata: metadata(), spec: true },
        part: { labelSelector: `${EXTENSION_REF_LABEL}=network` },
        to: "see which versions of the extension there are",
    },
    {
        kind: kinds.CLUSTER,
        shape: {
            metadata: { ...metadata(), deletionTimestamp: true },
            status: {
                kubernetesVersion: true,
                kubeSphereVersion: true,
                conditions: [{ type: true, status: true }],
            },
        },
        to: "see whether the clusters of the plan are there and ready",
    },
    {
        kind: kinds.WORKSPACE_TEMPLATE,
        shape: { metadata: metadata(...ISOLATION), spec: { template: { metadata: metadata(...ISOLATION) } } },
        to: "find templates that overwrite the isolation of workspaces",
    },
];

/** What is read of every cluster. */
export const OF_EACH: readonly Wanted[] = [
    {
        kind: kinds.NAMESPACE,
        shape: { metadata: metadata(...ISOLATION, ...POOL_ANNOTATION_KEYS) },
        to: "look at bindings and isolation",
    },
    {
        kind: kinds.POD,
        shape: {
            metadata: OWNED,
            status: {
                phase: true,
                conditions: CONDITIONS,
                containerStatuses: CONTAINERS,
                initContainerStatuses: CONTAINERS,
            },
        },
        keep: isOfExtensionOrPinned,
        to: "see whether the extension's pods are ready, and find pods that ask for pools",
    },
    ...[kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.DAEMON_SET].map((kind): Wanted => ({
        kind,
        shape: { metadata: OWNED, spec: { template: TEMPLATE } },
        keep: isPinned,
        to: IN_WORKLOADS,
    })),
    {
        kind: kinds.CRON_JOB,
        shape: { metadata: OWNED, spec: { jobTemplate: { spec: { template: TEMPLATE } } } },
        keep: isPinned,
        to: IN_WORKLOADS,
    },
    {
        kind: kinds.JOB,
        shape: {
            metadata: OWNED,
            spec: { template: TEMPLATE },
            status: { completionTime: true, conditions: CONDITIONS },
        },
        keep: isOfExtensionOrPinned,
        to: "see what became of the jobs that run Helm",
    },
    {
        kind: kinds.SERVICE,
        shape: { metadata: metadata(), spec: { selector: true, ports: [{ port: true, targetPort: true }] } },
        to: "see who answers for the extension, and find services that policies name",
    },
    {
        kind: kinds.NODE,
        shape: {
            metadata: metadata(),
            status: { addresses: [{ type: true, address: true }], conditions: [{ type: true, status: true }] },
        },
        to: "compare pools and clocks with the nodes",
    },
    {
        kind: kinds.LEASE,
        shape: { metadata: metadata(), spec: { renewTime: true } },
        part: { namespace: "kube-node-lease" },
        to: "compare the clocks of the nodes",
    },
    ...[kinds.VALIDATING_WEBHOOK, kinds.MUTATING_WEBHOOK].map((kind): Wanted => ({
        kind,
        shape: {
            metadata: metadata(),
            webhooks: [
                {
                    failurePolicy: true,
                    clientConfig: { service: { name: true, namespace: true } },
                    rules: [{ apiGroups: true, resources: true }],
                },
            ],
        },
        to: "find webhooks that nobody answers for",
    })),
    {
        kind: kinds.API_SERVICE,
        shape: {
            metadata: metadata(),
            spec: { service: { name: true, namespace: true } },
            status: { conditions: CONDITIONS },
        },
        to: "find API groups that nobody answers for",
    },
    { kind: kinds.IP_POOL, shape: { metadata: managed(), spec: true }, to: "check pools" },
    { kind: kinds.DEPRECATED_IP_POOL, shape: { metadata: metadata() }, to: "find pools of KubeSphere 3" },
    {
        kind: kinds.SERVICE_CIDR,
        shape: { metadata: metadata(), spec: { cidrs: true } },
        to: "compare pools with the addresses of services",
    },
    { kind: kinds.WORKSPACE, shape: { metadata: metadata(...ISOLATION) }, to: "look at isolation" },
    { kind: kinds.NAMESPACE_NETWORK_POLICY, shape: { metadata: managed(), spec: true }, to: "check policies" },
    {
        kind: kinds.NETWORK_POLICY,
        shape: { metadata: managed() },
        keep: ({ metadata: { name = "" } = {} }) => name.startsWith(MADE_PREFIX),
        to: "find policies with names that are KubeSphere's own",
    },
];

/** Kinds of the host without which nothing can be told. */
export const REQUIRED: readonly kinds.Kind[] = [kinds.INSTALL_PLAN, kinds.NAMESPACE];

/** ConfigMaps of kube-system that tell addresses. */
export const CONFIG_MAPS = ["kubeadm-config", "kube-proxy"] as const;

/** Kinds that a cluster may not know, which is worth a word by itself. */
export const MAY_BE_ABSENT: readonly kinds.Kind[] = [
    ...OF_HOST.map(({ kind }) => kind),
    kinds.IP_POOL,
    kinds.IP_POOL_V3,
    kinds.DEPRECATED_IP_POOL,
    kinds.WORKSPACE,
    kinds.NAMESPACE_NETWORK_POLICY,
];

function isPinned(object: WorkloadObject): boolean {
    return poolAnnotationsOf(object).length > 0;
}

function isOfExtensionOrPinned(object: WorkloadObject, namespace: string): boolean {
    return object.metadata?.namespace === namespace || isPinned(object);
}

function managed(): Shape {
    return { ...metadata(), managedFields: MANAGERS };
}
