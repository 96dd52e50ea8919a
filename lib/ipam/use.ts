// SPDX-License-Identifier: Apache-2.0
import { contains } from "../cidr";
import { type Allocation, allocationsOf } from "./allocation";
import { type BlockInPool, type IPAMBlock, nodeOfBlock, parsedBlocks, takenIn } from "./block";
import { addressesOf, type IPAMPool } from "./pool";
import { freeIn, type IPReservationObject, reservedSpans } from "./ranges";

/** What is counted of a pool, whoever counts. `capacity` is the sum of `allocations`, `unallocated` and `reserved`. */
export interface PoolCounts {
    /** All addresses of the CIDR. */
    readonly capacity: bigint;
    /** Addresses that are given away, those of tunnels included. */
    readonly allocations: number;
    /** Addresses that can be given away. */
    readonly unallocated: bigint;
    /** Addresses that are kept back. */
    readonly reserved: bigint;
    /** Those of the allocations that tunnel devices of nodes have. */
    readonly tunnel: number;
    /** Those of the allocations that pods and services have, by namespace, the most first. */
    readonly namespaces: ReadonlyMap<string, number>;
}

/** What a node has of a pool. */
export interface NodeUse {
    readonly node: string;
    readonly blocks: number;
    /** Addresses that are used on the node, borrowed ones included. */
    readonly allocations: number;
    /** Those of them that belong to the block of another node, or of none. */
    readonly borrowed: number;
}

/** What of a block is in use. */
export interface BlockUse {
    readonly cidr: string;
    /** The node that has taken it. */
    readonly node?: string;
    readonly size: number;
    /** Addresses that are given away or kept back. */
    readonly taken: number;
}

/** How the addresses of a pool are used, as Calico's blocks tell. */
export interface PoolUse extends PoolCounts {
    readonly pool: IPAMPool;
    /** Those of the reserved addresses that Calico keeps back on Windows; the others are of IPReservations. */
    readonly windows: number;
    /** Those of the allocations that have neither a namespace nor a tunnel. */
    readonly others: number;
    /** Those of the allocations that no node is known of. */
    readonly withoutNode: number;
    readonly borrowed: number;
    /** By name. */
    readonly nodes: readonly NodeUse[];
    /** By address. */
    readonly blocks: readonly BlockUse[];
    /** By address, those that are kept back not included. */
    readonly allocated: readonly Allocation[];
}

/** Counts how pools are used. A block counts for each pool whose CIDR it lies in; there is one, unless pools overlap. */
export function poolUses(
    pools: readonly IPAMPool[],
    blocks: readonly IPAMBlock[],
    reservations: readonly IPReservationObject[] = [],
): PoolUse[] {
    const parsed = parsedBlocks(blocks).sort((a, b) => (a.cidr.first < b.cidr.first ? -1 : 1));
    return pools.map((pool) =>
        useOf(
            pool,
            parsed.filter(({ cidr }) => contains(pool.cidr, cidr)),
            reservations,
        ),
    );
}

function useOf(pool: IPAMPool, blocks: readonly BlockInPool[], reservations: readonly IPReservationObject[]): PoolUse {
    const taken = blocks.flatMap(allocationsOf);
    const allocated = taken.filter(({ use }) => use !== "reserved");
    const of = (use: Allocation["use"]): number => taken.filter((each) => each.use === use).length;
    const capacity = addressesOf(pool.cidr);
    const windows = of("reserved");
    const spans = reservedSpans(pool.cidr, reservations);
    const reserved =
        BigInt(windows) +
        freeIn(
            spans,
            taken.map(({ address }) => address),
        );
    return {
        pool,
        capacity,
        allocations: allocated.length,
        unallocated: capacity - BigInt(allocated.length) - reserved,
        reserved,
        tunnel: of("tunnel"),
        namespaces: counted(allocated.flatMap(({ use, namespace }) => (use === "namespaced" ? (namespace ?? "") : []))),
        windows,
        others: of("other"),
        withoutNode: allocated.filter(({ node }) => node === undefined).length,
        borrowed: allocated.filter(({ isBorrowed }) => isBorrowed).length,
        nodes: nodesOf(blocks, allocated),
        blocks: blocks.map(({ cidr, block }) => ({
            cidr: block.spec?.cidr ?? "",
            node: nodeOfBlock(block),
            size: Number(addressesOf(cidr)),
            taken: takenIn(block),
        })),
        allocated,
    };
}

function nodesOf(blocks: readonly BlockInPool[], allocated: readonly Allocation[]): NodeUse[] {
    const owned = counted(blocks.flatMap(({ block }) => nodeOfBlock(block) ?? []));
    const used = counted(allocated.flatMap(({ node }) => node ?? []));
    const borrowed = counted(allocated.flatMap(({ node, isBorrowed }) => (isBorrowed ? (node ?? []) : [])));
    return [...new Set([...owned.keys(), ...used.keys()])].sort().map((node) => ({
        node,
        blocks: owned.get(node) ?? 0,
        allocations: used.get(node) ?? 0,
        borrowed: borrowed.get(node) ?? 0,
    }));
}

/** How often each name comes, the most frequent first. */
function counted(names: readonly string[]): Map<string, number> {
    const counts = new Map<string, number>();
    for (const name of names) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return new Map([...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)));
}
