// SPDX-License-Identifier: Apache-2.0
import { closest } from "kubesphere-network/lib/closest";
import { boundTo, type CountedPool, type PoolFinding, poolFindings } from "kubesphere-network/lib/ipam/findings";
import { countsOfStatus } from "kubesphere-network/lib/ipam/kubesphere-status";
import { ipamPools } from "kubesphere-network/lib/ipam/pool";
import { poolUses } from "kubesphere-network/lib/ipam/use";
import type { LiveCluster } from "../cluster/cluster";
import { BadInput } from "../inputs/bad-input";
import type { ProgressLine } from "../text/progress";
import { disagreements } from "./compare";
import { readObjects } from "./read";
import { type SourceOptions, told } from "./ask-kubesphere";

/** A pool, and who is bound to it. */
export interface PoolState extends CountedPool {
    /** Names of namespaces. */
    readonly bound: readonly string[];
}

/** How the pools of a cluster are doing. */
export interface PoolsState {
    /** Name of the kubeconfig's context. */
    readonly context: string;
    /** Whose numbers these are, as a whole sentence. */
    readonly countedBy: string;
    readonly source: "kapis" | "ipam";
    /** By name. */
    readonly pools: readonly PoolState[];
    readonly findings: readonly PoolFinding[];
    /** What is not known, in whole sentences. */
    readonly notes: readonly string[];
}

/** Reads how the pools of a cluster are doing. */
export async function readPools(cluster: LiveCluster, options: SourceOptions, line: ProgressLine): Promise<PoolsState> {
    const { answer: ofKapis, title, notes } = await told(cluster, options, (kapis) => kapis.pools());
    const demands = {
        pools: ofKapis === undefined,
        blocks: ofKapis === undefined ? "demanded" : options.source === "kapis" ? "left out" : "wanted",
    } as const;
    const objects = await readObjects(cluster, demands, line);
    const { namespaces, blocks, reservations, nodes, pods } = objects;
    const pools = ipamPools(objects.pools.length > 0 ? objects.pools : (ofKapis ?? []));
    const uses = blocks && poolUses(pools, blocks, reservations);
    const counted = pools.flatMap((pool, index): PoolState[] => {
        const use = uses?.[index];
        const status = ofKapis?.find(({ metadata }) => metadata.name === pool.name)?.status;
        const counts = status === undefined ? use : countsOfStatus(status, pool);
        return counts === undefined ? [] : [{ pool, counts, use, bound: boundTo(pool, namespaces) }];
    });
    return {
        context: cluster.context,
        countedBy: countedBy(title, uses !== undefined),
        source: ofKapis === undefined ? "ipam" : "kapis",
        pools: counted,
        findings: [
            ...poolFindings({ pools: counted, namespaces, nodes, pods }),
            ...(ofKapis && uses ? disagreements(ofKapis, uses) : []),
        ],
        notes: [...notes, ...objects.notes],
    };
}

/** The pool of that name. Throws a BadInput with the closest one if there is none. */
export function poolNamed<T>(name: string, pools: readonly T[], nameOf: (pool: T) => string): T {
    const found = pools.find((pool) => nameOf(pool) === name);
    if (found === undefined) {
        throw new BadInput([noPool(name, pools.map(nameOf))]);
    }
    return found;
}

/** That there is no such pool, and which one may be meant. */
function noPool(name: string, names: readonly string[]): string {
    const near = closest(name, names);
    const all = names.length === 0 ? "There is none at all." : `There are: ${names.join(", ")}.`;
    return `There is no IPPool "${name}". ${near === undefined ? all : `Did you mean "${near}"?`}`;
}

function countedBy(kapis: string | undefined, isCompared: boolean): string {
    if (kapis === undefined) {
        return "Counted from Calico's IPAM blocks.";
    }
    return isCompared
        ? `Numbers of KubeSphere's API at ${kapis}, compared with Calico's IPAM blocks.`
        : `Numbers of KubeSphere's API at ${kapis}.`;
}
