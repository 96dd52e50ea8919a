// SPDX-License-Identifier: Apache-2.0
import { type Cidr, overlaps, parseCidr } from "../cidr";
import type { Problem } from "../problem";
import type { RuleInfo } from "../rule";

/** A pool as far as overlap is concerned. */
export interface PoolRange {
    readonly poolName: string;
    readonly cidr: string;
    readonly disabled?: boolean;
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

/** The rule that no two pools of a program share addresses. */
export const OVERLAP_RULE: RuleInfo = {
    id: "ippool-overlap",
    reason: "Two pools with the same addresses give one address to two pods.",
    source: "validateAndSetDefaults in libcalico-go/lib/clientv3/ippool.go of Calico",
};

/** What is wrong with a pool that shares addresses with another one. */
export function overlapProblem(first: PoolRange, second: PoolRange): Problem {
    return {
        rule: OVERLAP_RULE.id,
        property: "cidr",
        message: `'cidr' (${second.cidr}) must not overlap the pool "${first.poolName}" (${first.cidr}) of this stack. Choose a CIDR that no other pool of this cluster has.`,
    };
}

/** Pools that are known one after the other, each checked against those before it in logarithmic time. */
export class PoolRanges {
    private readonly sorted: { pool: PoolRange; cidr: Cidr }[] = [];
    private readonly byName = new Map<string, PoolRange>();
    private missing = 0;

    /** Counts a pool in that comes later; the function that this gives says that it has come. */
    expect(): () => void {
        this.missing++;
        return () => {
            this.missing--;
        };
    }

    /** True once every pool that was expected has come, so that a name that is not here belongs to none of them. */
    get isComplete(): boolean {
        return this.missing === 0;
    }

    /** Names of the pools that have come. */
    get names(): string[] {
        return [...this.byName.keys()];
    }

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
            this.byName.set(pool.poolName, pool);
        }
        return other?.pool;
    }

    /** The pool of that name. */
    find(poolName: string): PoolRange | undefined {
        return this.byName.get(poolName);
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
