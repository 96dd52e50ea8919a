// SPDX-License-Identifier: Apache-2.0
import { configHash } from "../../../lib/extension/config";
import type { ClusterFacts, Patient } from "../../../lib/doctor/facts";
import * as kinds from "../../../lib/kinds";
import { isMapping } from "../../../lib/mapping";

export const LIST = "cni.projectcalico.org/ipv4pools";
export const LIST_6 = "cni.projectcalico.org/ipv6pools";

/** Job of an upgrade of the host's release. */
export const UPGRADE_JOB = "helm-upgrade-network-abcdef";

/** When every made-up cluster is looked at. */
export const NOW = Date.parse("2026-11-22T10:00:00Z");

/** Long before that, or so many minutes. */
export function minutesAgo(minutes: number): string {
    return new Date(NOW - minutes * 60_000).toISOString().replace(".000", "");
}

type Json = Readonly<Record<string, unknown>>;

/** One change of a cluster. */
export type Edit = (facts: ClusterFacts) => ClusterFacts;

/** A case of one rule: what breaks it, and what looks much the same and does not. */
export interface Case {
    readonly broken: readonly Edit[];
    readonly near: readonly Edit[];
    /** Set where the fault is on the member. */
    readonly isMember?: true;
}

/** An object of a name with whatever else it has. */
export function object(name: string, rest: Json = {}): object {
    const { metadata, ...others } = rest as { metadata?: object };
    return { metadata: { name, ...metadata }, ...others };
}

/** The same in a namespace. */
export function objectIn(namespace: string, name: string, rest: Json = {}): object {
    return object(name, { ...rest, metadata: { namespace, ...(rest as { metadata?: object }).metadata } });
}

/** What gives an object annotations, or takes those off that are null. */
export function annotated(annotations: Readonly<Record<string, string | null>>): Json {
    return { metadata: { annotations } };
}

/** Adds objects of a kind. */
export function plus(kind: kinds.Kind, ...objects: readonly object[]): Edit {
    return (facts) => replaced(facts, kind, [...(facts.objects.get(kind) ?? []), ...objects]);
}

/** Takes the objects of a kind away, all or the one of a name. */
export function minus(kind: kinds.Kind, name?: string): Edit {
    return (facts) =>
        replaced(
            facts,
            kind,
            (facts.objects.get(kind) ?? []).filter((each) => name !== undefined && nameOf(each) !== name),
        );
}

/** Changes one object as a JSON merge patch does: null removes a key. */
export function edit(kind: kinds.Kind, name: string, patch: Json): Edit {
    return (facts) =>
        replaced(
            facts,
            kind,
            (facts.objects.get(kind) ?? []).map((each) =>
                nameOf(each) === name ? (merged(each, patch) as object) : each,
            ),
        );
}

/** The cluster does not know the kind. */
export function absent(kind: kinds.Kind): Edit {
    return (facts) => without(facts, kind, { reason: `The cluster does not know ${kind.plural}.`, isAbsent: true });
}

/** The kind may not be read. */
export function refused(kind: kinds.Kind): Edit {
    return (facts) => without(facts, kind, { reason: `${kind.kind} may not be read.`, right: `list ${kind.plural}` });
}

/** Changes the plan. */
export function plan(patch: Json): Edit {
    return edit(kinds.INSTALL_PLAN, "network", patch);
}

/** The status of a release that is being upgraded since so many minutes. */
export function upgrading(minutes: number, jobName = UPGRADE_JOB): Json {
    return {
        state: "Upgrading",
        jobName,
        stateHistory: [{ state: "Upgrading", lastTransitionTime: minutesAgo(minutes) }],
    };
}

/** Adds a Deployment whose pods have these annotations. */
export function deployment(annotations: Readonly<Record<string, string>>): Edit {
    return plus(kinds.DEPLOYMENT, objectIn("shop-api", "cart", { spec: { template: annotated(annotations) } }));
}

/** The lease of the node was renewed so many seconds after the look at the cluster. */
export function renewed(seconds: number): Edit {
    return edit(kinds.LEASE, "node-1", { spec: { renewTime: new Date(NOW + seconds * 1000).toISOString() } });
}

/** Two healthy clusters of one KubeSphere, with changes of the host, or of the member. */
export function patient(edits: readonly Edit[] = [], isMember = false): Patient {
    const changed = (facts: ClusterFacts): ClusterFacts => edits.reduce((result, one) => one(result), facts);
    const member = cluster("member-1", "kubectl --context member", OF_EACH);
    const host = cluster("host", "kubectl", [...OF_HOST, ...OF_EACH]);
    return isMember ? { host, members: [changed(member)] } : { host: changed(host), members: [member] };
}

function cluster(
    name: string,
    kubectl: string,
    lists: readonly (readonly [kinds.Kind, readonly object[]])[],
): ClusterFacts {
    return {
        name,
        kubectl,
        objects: new Map(lists),
        unread: new Map([
            [
                kinds.DEPRECATED_IP_POOL,
                { reason: "The cluster does not know ippools.network.kubesphere.io.", isAbsent: true },
            ],
            [kinds.IP_POOL_V3, { reason: "The cluster does not know ippools.projectcalico.org.", isAbsent: true }],
        ]),
        clocks: { server: NOW, local: NOW },
        logs: new Map(),
    };
}

function replaced(facts: ClusterFacts, kind: kinds.Kind, objects: readonly object[]): ClusterFacts {
    const unread = new Map([...facts.unread].filter(([each]) => each !== kind));
    return { ...facts, unread, objects: new Map([...facts.objects, [kind, objects]]) };
}

function without(
    facts: ClusterFacts,
    kind: kinds.Kind,
    why: { reason: string; right?: string; isAbsent?: true },
): ClusterFacts {
    return {
        ...facts,
        objects: new Map([...facts.objects].filter(([each]) => each !== kind)),
        unread: new Map([...facts.unread, [kind, why]]),
    };
}

function nameOf(each: object): string | undefined {
    return (each as { metadata: { name?: string } }).metadata.name;
}

function merged(value: unknown, patch: unknown): unknown {
    if (!isMapping(patch)) {
        return patch;
    }
    const base = isMapping(value) ? value : {};
    const entries = Object.entries({ ...base, ...patch }).map(([key, next]) => [
        key,
        key in patch ? merged(base[key], patch[key]) : next,
    ]);
    return Object.fromEntries(entries.filter(([, next]) => next !== null));
}

const HASH = configHash("");
const INSTALLED = { state: "Installed", version: "1.3.0", configHash: HASH };
const READY = [
    { type: "PodScheduled", status: "True" },
    { type: "Ready", status: "True" },
];

const OF_HOST: readonly (readonly [kinds.Kind, readonly object[]])[] = [
    [kinds.EXTENSION, [object("network")]],
    [
        kinds.EXTENSION_VERSION,
        ["1.2.0", "1.3.0"].map((version) =>
            object(`network-${version}`, {
                metadata: { labels: { "kubesphere.io/extension-ref": "network" } },
                spec: { version, installationMode: "Multicluster", ksVersion: ">=4.2.0-0", kubeVersion: ">=1.19.0-0" },
            }),
        ),
    ],
    [
        kinds.CLUSTER,
        [
            object("host", {
                metadata: { labels: { "cluster-role.kubesphere.io/host": "" } },
                status: {
                    kubernetesVersion: "v1.36.0",
                    kubeSphereVersion: "v4.2.0",
                    conditions: [{ type: "Ready", status: "True" }],
                },
            }),
            object("member-1", {
                status: { kubernetesVersion: "v1.36.0", conditions: [{ type: "Ready", status: "True" }] },
            }),
        ],
    ],
    [
        kinds.INSTALL_PLAN,
        [
            object("network", {
                metadata: { creationTimestamp: minutesAgo(600) },
                spec: {
                    extension: { name: "network", version: "1.3.0" },
                    enabled: true,
                    clusterScheduling: { placement: { clusters: ["host", "member-1"] } },
                },
                status: {
                    ...INSTALLED,
                    enabled: true,
                    targetNamespace: "extension-network",
                    jobName: "helm-install-network-abcdef",
                    stateHistory: [{ state: "Installed", lastTransitionTime: minutesAgo(500) }],
                    clusterSchedulingStatuses: { host: INSTALLED, "member-1": INSTALLED },
                },
            }),
        ],
    ],
    [kinds.WORKSPACE_TEMPLATE, [object("shop", { spec: { template: {} } })]],
];

const OF_EACH: readonly (readonly [kinds.Kind, readonly object[]])[] = [
    [
        kinds.NAMESPACE,
        [
            object("default"),
            object("kube-system", { metadata: { labels: { "kubesphere.io/workspace": "system-workspace" } } }),
            object("extension-network", { metadata: { labels: { "kubesphere.io/workspace": "system-workspace" } } }),
            object("shop-web", {
                metadata: {
                    labels: {
                        "kubesphere.io/workspace": "shop",
                        "kubesphere.io/namespace": "shop-web",
                        "ippool.network.kubesphere.io/retail": "",
                    },
                    annotations: {
                        "kubesphere.io/network-isolate": "enabled",
                        "cni.projectcalico.org/ipv4pools": '["retail"]',
                    },
                },
            }),
            object("shop-api", {
                metadata: {
                    labels: {
                        "kubesphere.io/workspace": "shop",
                        "kubesphere.io/namespace": "shop-api",
                        "ippool.network.kubesphere.io/retail": "",
                    },
                    annotations: { "cni.projectcalico.org/ipv4pools": '["retail"]' },
                },
            }),
        ],
    ],
    [
        kinds.POD,
        [
            objectIn("extension-network", "network-controller-1", {
                status: {
                    phase: "Running",
                    conditions: READY,
                    containerStatuses: [{ name: "controller", ready: true, restartCount: 0, state: {} }],
                },
            }),
        ],
    ],
    ...[kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.DAEMON_SET, kinds.CRON_JOB, kinds.JOB].map(
        (kind): readonly [kinds.Kind, readonly object[]] => [kind, []],
    ),
    [
        kinds.SERVICE,
        [
            objectIn("extension-network", "network-controller", { spec: { selector: { app: "network-controller" } } }),
            objectIn("shop-api", "cart", {
                spec: { selector: { app: "cart" }, ports: [{ port: 80, targetPort: 80 }] },
            }),
        ],
    ],
    [kinds.ENDPOINT_SLICE, [slice("extension-network", "network-controller", ["10.0.0.9"])]],
    [
        kinds.NODE,
        [
            object("node-1", {
                status: {
                    addresses: [{ type: "InternalIP", address: "192.168.0.11" }],
                    conditions: [{ type: "Ready", status: "True" }],
                },
            }),
        ],
    ],
    [kinds.LEASE, [objectIn("kube-node-lease", "node-1", { spec: { renewTime: "2026-11-22T09:59:55.000000Z" } })]],
    [
        kinds.VALIDATING_WEBHOOK,
        [
            object("crd.projectcalico.org", {
                webhooks: [
                    {
                        failurePolicy: "Fail",
                        clientConfig: { service: { name: "network-controller", namespace: "extension-network" } },
                        rules: [{ apiGroups: ["crd.projectcalico.org"], resources: ["ippools"] }],
                    },
                ],
            }),
        ],
    ],
    [kinds.MUTATING_WEBHOOK, []],
    [kinds.API_SERVICE, [object("v1.apps", { status: { conditions: [{ type: "Available", status: "True" }] } })]],
    [
        kinds.IP_POOL,
        [
            object("retail", { spec: { cidr: "10.1.0.0/16", ipipMode: "Never", vxlanMode: "Never" } }),
            object("default-pool", { spec: { cidr: "10.2.0.0/16", ipipMode: "Always", vxlanMode: "Never" } }),
        ],
    ],
    [kinds.SERVICE_CIDR, [object("kubernetes", { spec: { cidrs: ["10.233.0.0/18"] } })]],
    [kinds.CONFIG_MAP, []],
    [kinds.WORKSPACE, [object("shop"), object("system-workspace")]],
    [
        kinds.NAMESPACE_NETWORK_POLICY,
        [objectIn("shop-web", "from-api", { spec: { ingress: [{ from: [{ namespace: { name: "shop-api" } }] }] } })],
    ],
    [kinds.NETWORK_POLICY, [objectIn("shop-web", "nsnp-from-api"), objectIn("shop-web", "nsnp-network-isolate")]],
];

/** An EndpointSlice of a service. */
export function slice(namespace: string, service: string, addresses: readonly string[], isReady = true): object {
    return objectIn(namespace, `${service}-x`, {
        metadata: { labels: { "kubernetes.io/service-name": service } },
        endpoints: [{ addresses, conditions: { ready: isReady } }],
    });
}
