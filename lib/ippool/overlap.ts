// SPDX-License-Identifier: Apache-2.0
import { type Cidr, overlaps, parseCidr } from "../cidr";
import type { Problem } from "../problem";

/** A pool as far as overlap is concerned. */
export interface PoolRange {
    readonly poolName: string;
    readonly cidr: string;
}

/** Every two pools that share addresses, each pair once, the pool given later second. Pools with a bad CIDR are left out. */
export function overlappingPools(pools: readonly PoolRange[]): [PoolRange, PoolRange][] {
    const ranges = pools.flatMap((pool, index) => {
        const cidr = parseCidr(pool.cidr);
        return cidr ? [{ pool, index, cidr }] : [];
    });
    ranges.sort((a, b) => a.cidr.family - b.cidr.family || compare(a.cidr.first, b.cidr.first));
    const pairs: [PoolRange, PoolRange][] = [];
    // Blocks of addresses either nest or are apart, so those that are open at a block's start all contain it.
    let open: typeof ranges = [];
    for (const range of ranges) {
        open = open.filter((other) => overlaps(other.cidr, range.cidr));
        for (const other of open) {
            pairs.push(other.index < range.index ? [other.pool, range.pool] : [range.pool, other.pool]);
        }
        open.push(range);
    }
    return pairs;
}

/** What is wrong with a pool that shares addresses with another one. */
export function overlapProblem(first: PoolRange, second: PoolRange): Problem {
    return {
        rule: "ippool-overlap",
        property: "cidr",
        message: `'cidr' (${second.cidr}) must not overlap the pool "${first.poolName}" (${first.cidr}). Choose a CIDR that no other pool of this cluster has.`,
    };
}

/** Pools that are known one after the other, each checked against those before it in logarithmic time. */
export class PoolRanges {
    private readonly sorted: { pool: PoolRange; cidr: Cidr }[] = [];

    /** The pool that shares addresses with this one; if there is none, this one joins. */
    add(pool: PoolRange): PoolRange | undefined {
        const cidr = parseCidr(pool.cidr);
        if (!cidr) {
            return undefined;
        }
        const at = this.position(cidr);
        const neighbours = [this.sorted[at - 1], this.sorted[at]];
        const other = neighbours.find((neighbour) => neighbour && overlaps(neighbour.cidr, cidr));
        if (!other) {
            this.sorted.splice(at, 0, { pool, cidr });
        }
        return other?.pool;
    }

    /** The range of the pool of that name. */
    find(poolName: string): PoolRange | undefined {
        return this.sorted.find(({ pool }) => pool.poolName === poolName)?.pool;
    }

    // The blocks in the list are apart, so only the two beside the position can overlap a new one.
    private position(cidr: Cidr): number {
        let low = 0;
        let high = this.sorted.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            const other = this.sorted[middle]?.cidr;
            if (other && (other.family - cidr.family || compare(other.first, cidr.first)) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

function compare(a: bigint, b: bigint): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
