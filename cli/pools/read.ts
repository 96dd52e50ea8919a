// SPDX-License-Identifier: Apache-2.0
import type { ClusterObject } from "kubesphere-network/lib/cluster/objects";
import type { IPAMBlock } from "kubesphere-network/lib/ipam/block";
import { podAddresses, type PodAddresses } from "kubesphere-network/lib/ipam/leaks";
import type { IPReservationObject } from "kubesphere-network/lib/ipam/ranges";
import type { IPPoolObject } from "kubesphere-network/lib/ippool/surroundings";
import { IP_POOL, IP_RESERVATION, IPAM_BLOCK, type Kind, NAMESPACE, NODE, POD } from "kubesphere-network/lib/kinds";
import type { LiveCluster } from "../cluster/cluster";
import { counting, type Keep, Reads } from "../cluster/reads";
import type { ProgressLine } from "../text/progress";
import { OPTIONAL } from "./needs";

/** What is read of a cluster for its pools. */
export interface PoolObjects {
    readonly pools: readonly IPPoolObject[];
    readonly namespaces: readonly ClusterObject[];
    /** Undefined where they may not be read, or are not asked for. */
    readonly blocks?: readonly IPAMBlock[];
    readonly reservations: readonly IPReservationObject[];
    /** Undefined where they may not be read. */
    readonly nodes?: readonly ClusterObject[];
    /** Undefined where they may not be read. */
    readonly pods?: PodAddresses;
    /** What is not known, in whole sentences. */
    readonly notes: readonly string[];
}

/** Which objects there must be. */
export interface Demands {
    readonly pools: boolean;
    readonly blocks: "demanded" | "wanted" | "left out";
}

/**
 * Reads it page by page, and keeps of each page what is counted. Blocks come before pods, so that an address of a pod that
 * has just come is not taken for one of a pod that is gone. Throws a Denied with everything that is missing.
 */
export async function readObjects(cluster: LiveCluster, demands: Demands, line: ProgressLine): Promise<PoolObjects> {
    const reads = new Reads(cluster);
    const list = <T>(kind: Kind, isDemanded: boolean, shape: Keep<T>): Promise<T[] | undefined> => {
        const show = (name: string, count: number): void => {
            line.show(`Reading ${name}: ${count}`);
        };
        const keep = counting(kind, show, shape);
        return isDemanded ? reads.list(kind, undefined, keep) : reads.listIfAllowed(kind, undefined, keep);
    };
    const pools = (await list<IPPoolObject>(IP_POOL, demands.pools, specOf)) ?? [];
    const namespaces = (await list(NAMESPACE, true, metadataOf)) ?? [];
    const blocks =
        demands.blocks === "left out"
            ? undefined
            : await list<IPAMBlock>(IPAM_BLOCK, demands.blocks === "demanded", specOf);
    reads.assertAllowed();
    const pods = blocks && (await list(POD, false, (page) => [...podAddresses(page)]));
    const nodes = await list(NODE, false, metadataOf);
    const reservations = (await list<IPReservationObject>(IP_RESERVATION, false, specOf)) ?? [];
    const isUncounted = demands.blocks === "wanted" && blocks === undefined;
    return {
        pools,
        namespaces,
        blocks,
        reservations,
        nodes,
        pods: pods && new Map(pods),
        notes: [
            ...(isUncounted
                ? ["Without IPAMBlocks, nobody is told of nodes, of blocks and of pods that are gone."]
                : []),
            ...OPTIONAL.filter(({ kind }) => reads.notRead.includes(kind)).map(({ without }) => without),
        ],
    };
}

function metadataOf(page: readonly ClusterObject[]): ClusterObject[] {
    return page.map(({ metadata }) => ({
        metadata: { name: metadata?.name, labels: metadata?.labels, annotations: metadata?.annotations },
    }));
}

/** The objects with their name and spec alone. */
function specOf<T extends { readonly metadata?: { readonly name?: string }; readonly spec?: unknown }>(
    page: readonly object[],
): T[] {
    return (page as readonly T[]).map(({ metadata, spec }) => ({ metadata: { name: metadata?.name }, spec }) as T);
}
