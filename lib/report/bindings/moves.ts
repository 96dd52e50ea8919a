// SPDX-License-Identifier: Apache-2.0
import type { PoolPod } from "../pools/usage";
import type { NamespacePair } from "./pairs";
import type { KnownPools } from "./pools";

/** A namespace that is there afterwards, bound to other pools than before. */
export interface Move {
    readonly name: string;
    /** Whether the namespace comes with the change, so that it has no pods yet. */
    readonly isNew: boolean;
    /** Whether it may be bound to pools that nothing here tells of. */
    readonly isPartial: boolean;
    readonly from: readonly string[];
    readonly to: readonly string[];
    /** Those that it is bound to afterwards only, and those before only. */
    readonly gained: readonly string[];
    readonly lost: readonly string[];
    /** Running pods with addresses of pools that it is not bound to afterwards; undefined where no cluster tells. */
    readonly stale?: readonly PoolPod[];
}

/** The namespaces that are bound to other pools, without those of which that is not known. */
export function movesOf(
    pairs: readonly NamespacePair[],
    known: KnownPools,
    pods: ReadonlyMap<string, readonly PoolPod[]> | undefined,
): Move[] {
    return pairs.flatMap(({ name, isPartial, before, after }) => {
        const isKnown = [before, after].every((binding) => !binding || binding.unknown.length === 0);
        if (!after || !isKnown) {
            return [];
        }
        const [from, to] = [new Set(before?.pools), new Set(after.pools)];
        const gained = after.pools.filter((pool) => !from.has(pool));
        const lost = (before?.pools ?? []).filter((pool) => !to.has(pool));
        const stale = pods && stalePods(pods.get(name) ?? [], to, known);
        const move = { name, isNew: !before, isPartial, from: [...from], to: after.pools, gained, lost };
        return gained.length + lost.length === 0 ? [] : [{ ...move, ...(stale && { stale }) }];
    });
}

/** Pods that get another address as soon as they are restarted. */
export function stalePods(
    pods: readonly PoolPod[],
    bound: ReadonlySet<string>,
    known: KnownPools,
    families: readonly (4 | 6)[] = [4, 6],
): PoolPod[] {
    // A namespace that is bound to pools of one family alone gets addresses of the other one of any pool.
    const ours = families.filter((family) => [...bound].some((pool) => known.familyOf(pool, "after") === family));
    return pods.filter(({ addresses }) =>
        addresses.some(({ family, pools }) => ours.includes(family) && !pools.some((pool) => bound.has(pool))),
    );
}
