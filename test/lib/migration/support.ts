// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { IPPoolObject } from "../../../lib/ippool/surroundings";
import { migrationPlan, type MigrationOptions } from "../../../lib/migration/migration-plan";
import type { MigrationCheck, MigrationPlan } from "../../../lib/migration/plan";
import type {
    BlockObject,
    BudgetObject,
    MigrationWorld,
    OwnedObject,
    OwnerReference,
    PodObject,
    WorkloadObject,
} from "../../../lib/migration/world";
import type { ClusterObject } from "../../../lib/cluster/objects";

export const IPV4 = "cni.projectcalico.org/ipv4pools";
export const IPV6 = "cni.projectcalico.org/ipv6pools";
export const LABEL = "ippool.network.kubesphere.io/";

type Texts = Readonly<Record<string, string>>;

/** A cluster with nothing but these parts. */
export function world(parts: Partial<MigrationWorld> = {}): MigrationWorld {
    return {
        pools: [],
        namespaces: [],
        pods: [],
        replicaSets: [],
        deployments: [],
        statefulSets: [],
        daemonSets: [],
        cronJobs: [],
        jobs: [],
        budgets: [],
        nodes: [],
        blocks: [],
        reservations: [],
        networkPolicies: [],
        namespacePolicies: [],
        services: [],
        serviceRanges: [],
        clusterCidrs: [],
        ...parts,
    };
}

/** All parts of several clusters. */
export function together(...parts: readonly Partial<MigrationWorld>[]): Partial<MigrationWorld> {
    const keys = [...new Set(parts.flatMap((part) => Object.keys(part)))] as (keyof MigrationWorld)[];
    return Object.fromEntries(keys.map((key) => [key, parts.flatMap((part): readonly unknown[] => part[key] ?? [])]));
}

/** A pool for pods, from which only those get addresses who ask for it. */
export function pool(name: string, cidr: string, spec: Partial<IPPoolObject["spec"]> = {}): IPPoolObject {
    return { metadata: { name }, spec: { cidr, allowedUses: ["Workload"], assignmentMode: "Manual", ...spec } };
}

/** The pools of nearly all tests. */
export const A = pool("a", "10.0.0.0/24");
export const B = pool("b", "10.0.1.0/24");

export function namespace(name: string, labels: Texts = {}, annotations: Texts = {}): ClusterObject {
    return { metadata: { name, labels, annotations } };
}

/** A namespace that labels and annotation bind to IPv4 pools. */
export function bound(name: string, ...pools: readonly string[]): ClusterObject {
    const labels = Object.fromEntries(pools.map((each) => [`${LABEL}${each}`, ""]));
    return namespace(name, labels, { [IPV4]: JSON.stringify(pools) });
}

/** A running pod that is ready, of an owner or of nobody. */
export function pod(
    place: string,
    podIP: string,
    { owner, labels = {}, annotations = {} }: { owner?: OwnerReference; labels?: Texts; annotations?: Texts } = {},
): PodObject {
    const [namespace = "", name = ""] = place.split("/");
    return {
        metadata: {
            name,
            namespace,
            labels,
            annotations,
            ...(owner && { ownerReferences: [{ controller: true, ...owner }] }),
        },
        spec: { nodeName: "n1" },
        status: { phase: "Running", podIP, conditions: [{ type: "Ready", status: "True" }] },
    };
}

/** A Deployment with its ReplicaSet and a pod for each address, rolled out. */
export function deployment(
    place: string,
    addresses: readonly string[],
    { spec = {}, metadata = {} }: { spec?: WorkloadObject["spec"]; metadata?: OwnedObject["metadata"] } = {},
): Partial<MigrationWorld> {
    const [namespace = "", name = ""] = place.split("/");
    const count = addresses.length;
    const owner = { kind: "Deployment", name, controller: true };
    return {
        deployments: [
            {
                metadata: { name, namespace, generation: 1, ...metadata },
                spec: { replicas: count, ...spec },
                status: { observedGeneration: 1, replicas: count, updatedReplicas: count, availableReplicas: count },
            },
        ],
        replicaSets: [{ metadata: { name: `${name}-5d7f`, namespace, ownerReferences: [owner] } }],
        pods: podsOf(place, addresses, { kind: "ReplicaSet", name: `${name}-5d7f` }),
    };
}

/** A StatefulSet with a pod for each address, rolled out. */
export function statefulSet(
    place: string,
    addresses: readonly string[],
    spec: WorkloadObject["spec"] = {},
): Partial<MigrationWorld> {
    const [namespace = "", name = ""] = place.split("/");
    const count = addresses.length;
    return {
        statefulSets: [
            {
                metadata: { name, namespace, generation: 1 },
                spec: { replicas: count, ...spec },
                status: { observedGeneration: 1, replicas: count, updatedReplicas: count, readyReplicas: count },
            },
        ],
        pods: podsOf(place, addresses, { kind: "StatefulSet", name }),
    };
}

/** A DaemonSet with a pod for each address, rolled out. */
export function daemonSet(
    place: string,
    addresses: readonly string[],
    spec: WorkloadObject["spec"] = {},
): Partial<MigrationWorld> {
    const [namespace = "", name = ""] = place.split("/");
    const count = addresses.length;
    return {
        daemonSets: [
            {
                metadata: { name, namespace, generation: 1 },
                spec,
                status: {
                    observedGeneration: 1,
                    desiredNumberScheduled: count,
                    updatedNumberScheduled: count,
                    numberAvailable: count,
                },
            },
        ],
        pods: podsOf(place, addresses, { kind: "DaemonSet", name }),
    };
}

/** Pods of an owner, labelled with its name, one for each address. */
export function podsOf(place: string, addresses: readonly string[], owner: OwnerReference): PodObject[] {
    const [, name = ""] = place.split("/");
    return addresses.map((address, index) => pod(`${place}-${index}`, address, { owner, labels: { app: name } }));
}

export function budget(place: string, app: string, disruptionsAllowed = 1): BudgetObject {
    const [namespace = "", name = ""] = place.split("/");
    return {
        metadata: { name, namespace },
        spec: { selector: { matchLabels: { app } } },
        status: { disruptionsAllowed },
    };
}

/** A block whose first addresses are given to the holders of these attributes. */
export function block(cidr: string, ...secondary: readonly Texts[]): BlockObject {
    return {
        spec: {
            cidr,
            allocations: [...secondary.map((_, index) => index), null],
            attributes: secondary.map((each) => ({ handle_id: "handle", secondary: each })),
        },
    };
}

/** The plan from "a" to "b". */
export function planOf(parts: Partial<MigrationWorld>, options?: MigrationOptions): MigrationPlan {
    const { plan, problems } = migrationPlan("a", "b", world({ pools: [A, B], ...parts }), options);
    assert.deepEqual(problems, undefined);
    return plan;
}

/** What is found on the way from "a" to "b". */
export function checksOf(parts: Partial<MigrationWorld>, options?: MigrationOptions): readonly MigrationCheck[] {
    return planOf(parts, options).checks;
}

/** The workloads of a list in a few words, such as "shop/api". */
export function names(moves: MigrationPlan["others"]): string[] {
    return moves.map(({ namespace, name }) => `${namespace}/${name}`);
}
