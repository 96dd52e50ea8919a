// SPDX-License-Identifier: Apache-2.0
import { addressText } from "../cidr";
import type { ClusterObject } from "../cluster/objects";
import { annotatedPools } from "../ippool/pins";
import { counted, listed, numbered, quoted } from "../report/words";
import type { Severity } from "../report/report";
import type { RuleInfo } from "../rule";
import { askedPools, isAsked, isOpenTo } from "./choices";
import { leakedOf, type PodAddresses } from "./leaks";
import { blockCount, type IPAMPool, isForPods, matches } from "./pool";
import type { PoolCounts, PoolUse } from "./use";

/** From how many of a hundred addresses in use on a pool is almost full. */
export const ALMOST_FULL = { warning: 80n, danger: 90n } as const;

/** Something about a pool, or about all of them, that somebody should know. */
export interface PoolFinding {
    readonly severity: Severity;
    /** Stable id of one of POOL_FINDING_RULES. */
    readonly rule: string;
    /** Undefined for what is about several pools. */
    readonly pool?: string;
    readonly message: string;
    readonly wayOut: string;
}

/** A pool with what is counted of it. */
export interface CountedPool {
    readonly pool: IPAMPool;
    readonly counts: PoolCounts;
    /** What Calico's blocks tell; undefined where they could not be read. */
    readonly use?: PoolUse;
}

/** Pools among what there is. */
export interface PoolsInCluster {
    readonly pools: readonly CountedPool[];
    readonly namespaces: readonly ClusterObject[];
    /** Undefined where they could not be read. */
    readonly nodes?: readonly ClusterObject[];
    /** Undefined where they could not be read. */
    readonly pods?: PodAddresses;
}

interface PoolRule extends RuleInfo {
    readonly check: (pool: CountedPool, cluster: PoolsInCluster) => Omit<PoolFinding, "rule" | "pool">[];
}

const RULES: readonly PoolRule[] = [
    {
        id: "pool-full",
        reason: "Calico fails a pod that it has no address for.",
        source: "AutoAssign in libcalico-go/lib/ipam/ipam.go of Calico",
        check: ({ pool, counts }) =>
            isInUse(pool) && counts.unallocated === 0n
                ? [
                      {
                          severity: "danger",
                          message: `All ${counts.capacity} addresses are taken: new pods that may use no other pool fail.`,
                          wayOut: roomFor(pool),
                      },
                  ]
                : [],
    },
    {
        id: "pool-almost-full",
        reason: `From ${ALMOST_FULL.warning} % on a rollout may need more addresses than are left, from ${ALMOST_FULL.danger} % on it will.`,
        source: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment",
        check: almostFull,
    },
    {
        id: "pool-no-block-left",
        reason: "A node that finds no free block borrows single addresses of other nodes' blocks, or gets none with strict affinity.",
        source: "autoAssign in libcalico-go/lib/ipam/ipam.go of Calico",
        check: noBlockLeft,
    },
    {
        id: "pool-fewer-blocks-than-nodes",
        reason: "A node without a block of its own borrows single addresses, which other nodes may not find.",
        source: "https://github.com/projectcalico/calico/issues/3246",
        check: ({ pool }, { nodes }) => {
            const blocks = blockCount(pool);
            const served = nodesOf(pool, nodes ?? []);
            return isInUse(pool) && blocks < BigInt(served.length)
                ? [
                      {
                          severity: "warning",
                          message: `It has ${counted(blocks, "block")} of /${pool.spec.blockSize} for ${counted(served.length, "node")}.`,
                          wayOut: "Move to a larger pool, or to one of smaller blocks: ksnet pools targets shows where to.",
                      },
                  ]
                : [];
        },
    },
    {
        id: "pool-disabled-bound",
        reason: "Calico fails every new pod of a namespace that lists a disabled pool, even if it lists others too.",
        source: "determinePools in libcalico-go/lib/ipam/ipam.go of Calico",
        check: disabledBound,
    },
    {
        id: "pool-leaked",
        reason: "Addresses of pods that are gone are lost until Calico takes them back.",
        source: "https://docs.tigera.io/calico/latest/reference/calicoctl/ipam/check",
        check: ({ pool, use }, { pods }) => {
            const leaked = use && pods ? leakedOf(use, pods) : [];
            const texts = leaked.map(
                ({ address, namespace, pod }) =>
                    `${addressText(pool.cidr.family, address)} (${namespace ?? ""}/${pod ?? ""})`,
            );
            return leaked.length === 0
                ? []
                : [
                      {
                          severity: "warning",
                          message: `${counted(leaked.length, "address", "addresses")} ${numbered(leaked.length, "belongs", "belong")} to pods that are gone or have another: ${listed(texts)}.`,
                          wayOut: "Calico takes them back after 15 minutes. Those that stay: calicoctl ipam check, then calicoctl ipam release.",
                      },
                  ];
        },
    },
    {
        id: "pool-borrowed",
        reason: "Each address that a node borrows is a route of its own to every other node.",
        source: "calicoctl/calicoctl/commands/ipam/show.go of Calico",
        check: ({ use }) =>
            use === undefined || use.borrowed === 0
                ? []
                : [
                      {
                          severity: "notice",
                          message: `${counted(use.borrowed, "address", "addresses")} ${numbered(use.borrowed, "is", "are")} borrowed from blocks of other nodes.`,
                          wayOut: "Nothing has to be done while connections work. More or smaller blocks end it.",
                      },
                  ],
    },
    {
        id: "pool-without-users",
        reason: "A pool that nobody uses keeps addresses from other pools.",
        source: "https://docs.tigera.io/calico/latest/networking/ipam/migrate-pools",
        check: ({ pool, counts }, { namespaces }) =>
            isInUse(pool) && counts.allocations === 0 && boundTo(pool, namespaces).length === 0
                ? [
                      {
                          severity: "notice",
                          message: "No address of it is in use, and no namespace is bound to it.",
                          wayOut: "Bind a namespace to it, or remove it from the program that made it.",
                      },
                  ]
                : [],
    },
];

const OPEN_FULL: RuleInfo = {
    id: "pools-open-full",
    reason: "A namespace that is bound to no pool gets addresses of the open pools alone.",
    source: "determinePools in libcalico-go/lib/ipam/ipam.go of Calico",
};

/** Both sources count the same pods, where both can be asked. */
export const SOURCES_DIFFER_RULE: RuleInfo = {
    id: "pool-sources-differ",
    reason: "One of the two does not know what is in use: KubeSphere's API or Calico's blocks.",
    source: "skills/kubesphere-network-extension-operations/references/swagger.yaml of KubeSphere; GetIPPoolStats in pkg/simple/client/network/ippool/calico/provider.go of 3.4",
};

/** What can be found of pools. */
export const POOL_FINDING_RULES: readonly RuleInfo[] = [...RULES, OPEN_FULL, SOURCES_DIFFER_RULE];

/** Everything that somebody should know of the pools of a cluster, in the order of pools and rules. */
export function poolFindings(cluster: PoolsInCluster): PoolFinding[] {
    return [
        ...openFull(cluster),
        ...cluster.pools.flatMap((pool) =>
            RULES.flatMap(({ id, check }) =>
                check(pool, cluster).map((found) => ({ rule: id, pool: pool.pool.name, ...found })),
            ),
        ),
    ];
}

/** The namespaces that ask for a pool, by label or annotation. */
export function boundTo(pool: IPAMPool, namespaces: readonly ClusterObject[]): string[] {
    return namesOf(namespaces.filter((namespace) => isAsked(askedPools(namespace), pool)));
}

function almostFull({ pool, counts: { capacity, unallocated } }: CountedPool): Omit<PoolFinding, "rule">[] {
    const taken = capacity - unallocated;
    const percent = (taken * 100n) / capacity;
    return !isInUse(pool) || unallocated === 0n || percent < ALMOST_FULL.warning
        ? []
        : [
              {
                  severity: percent < ALMOST_FULL.danger ? "warning" : "danger",
                  message: `${taken} of ${capacity} addresses are taken (${percent} %): ${unallocated} ${numbered(unallocated, "is", "are")} left.`,
                  wayOut: roomFor(pool),
              },
          ];
}

function noBlockLeft({ pool, use }: CountedPool, { nodes }: PoolsInCluster): Omit<PoolFinding, "rule">[] {
    if (use === undefined || !isInUse(pool) || BigInt(use.blocks.length) < blockCount(pool)) {
        return [];
    }
    const withRoom = new Set(use.blocks.flatMap(({ node, size, taken }) => (taken < size ? (node ?? []) : [])));
    const without = nodesOf(pool, nodes ?? []).filter((node) => !withRoom.has(node));
    return without.length === 0
        ? []
        : [
              {
                  severity: "warning",
                  message: `All ${counted(use.blocks.length, "block")} are taken, and ${counted(without.length, "node")} ${numbered(without.length, "has", "have")} no free address in a block of ${numbered(without.length, "its", "their")} own: ${listed(without)}.`,
                  wayOut: roomFor(pool),
              },
          ];
}

function disabledBound({ pool }: CountedPool, { namespaces }: PoolsInCluster): Omit<PoolFinding, "rule">[] {
    if (!pool.spec.disabled) {
        return [];
    }
    const asked = namespaces.filter(({ metadata }) => isAsked(annotatedPools(metadata?.annotations), pool));
    const labelled = boundTo(pool, namespaces).filter((name) => !namesOf(asked).includes(name));
    return [
        ...(asked.length === 0
            ? []
            : [
                  {
                      severity: "danger" as const,
                      message: `It is disabled, and every new pod of ${quoted(namesOf(asked))} fails: the annotation asks for it.`,
                      wayOut: "Bind the namespaces to another pool, or set disabled: false.",
                  },
              ]),
        ...(labelled.length === 0
            ? []
            : [
                  {
                      severity: "warning" as const,
                      message: `It is disabled, and ${quoted(labelled)} ${numbered(labelled.length, "is", "are")} bound to it by label alone: new pods get addresses of other pools.`,
                      wayOut: "Bind the namespaces to another pool, or set disabled: false.",
                  },
              ]),
    ];
}

/** An address family counts for itself: a pod gets one of each that its node has. */
function openFull({ pools }: PoolsInCluster): PoolFinding[] {
    return ([4, 6] as const).flatMap((family) => {
        const open = pools.filter(({ pool }) => pool.cidr.family === family && isOpenTo({}, pool));
        return open.length === 0 || open.some(({ counts }) => counts.unallocated > 0n)
            ? []
            : [
                  {
                      severity: "danger" as const,
                      rule: OPEN_FULL.id,
                      message: `New pods of namespaces that are bound to no pool fail: no IPv${family} address is left in ${quoted(open.map(({ pool }) => pool.name))}.`,
                      wayOut: "Add a pool that is open to all, or bind the namespaces to pools with room.",
                  },
              ];
    });
}

function roomFor({ name }: IPAMPool): string {
    return `Bind its namespaces to another pool, too, or move them: ksnet pools ${name} shows who has the addresses, ksnet pools targets ${name} where to.`;
}

/** Whether anybody can get an address of the pool. */
function isInUse(pool: IPAMPool): boolean {
    return isForPods(pool) && !pool.spec.disabled;
}

function nodesOf({ spec }: IPAMPool, nodes: readonly ClusterObject[]): string[] {
    return namesOf(nodes.filter(({ metadata }) => matches(spec.nodeSelector, metadata?.labels ?? {})));
}

function namesOf(objects: readonly ClusterObject[]): string[] {
    return objects.map(({ metadata }) => metadata?.name ?? "").sort();
}
