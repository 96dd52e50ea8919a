// SPDX-License-Identifier: Apache-2.0
import type { Picture, PoolNode } from "./model";

/** The picture with each pool beside the namespaces that use it, and bindings in the order of pools and namespaces. */
export function ordered(picture: Picture): Picture {
    const namespaces = picture.groups.flatMap((group) => group.namespaces);
    const ranks = new Map(namespaces.map((namespace, rank) => [namespace, rank]));
    const own = new Map(
        picture.pools.map((pool) => [
            pool,
            picture.bindings
                .filter((binding) => binding.pool === pool)
                .sort((a, b) => (ranks.get(a.namespace) ?? 0) - (ranks.get(b.namespace) ?? 0)),
        ]),
    );
    const meanRank = (pool: PoolNode): number => {
        const used = own.get(pool) ?? [];
        return used.reduce((sum, { namespace }) => sum + (ranks.get(namespace) ?? 0), 0) / Math.max(1, used.length);
    };
    const pools = picture.pools.toSorted((a, b) => meanRank(a) - meanRank(b));
    return { ...picture, pools, bindings: pools.flatMap((pool) => own.get(pool) ?? []) };
}
