// SPDX-License-Identifier: Apache-2.0
import { overlappingPools } from "kubesphere-network/lib/ippool/overlap";

/** Time of a second search, which finds nothing, among /26 side by side: the first one is the compiler's. */
export function overlapMilliseconds(count: number): number {
    const pools = Array.from({ length: count }, (_, index) => ({
        poolName: `pool-${index}`,
        cidr: `10.${(index * 7) % 250}.${Math.floor(index / 250)}.0/26`,
    }));
    overlappingPools(pools);
    const start = performance.now();
    overlappingPools(pools);
    return Math.round(performance.now() - start);
}
