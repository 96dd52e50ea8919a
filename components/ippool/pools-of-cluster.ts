// SPDX-License-Identifier: Apache-2.0
import { OVERLAP_RULE, overlapProblem, PoolRanges } from "../../lib/ippool/overlap";
import type { NamedIPPool } from "../../lib/ippool/spec";
import type { Rule } from "../../lib/rule";
import { perProvider } from "../per-program";

/** The pools of a program that one provider makes. */
export const poolsOf = perProvider(() => new PoolRanges());

/** Refuses one pool whose addresses another pool of the same program and cluster has. */
export function overlapRule(pools: PoolRanges): Rule<NamedIPPool> {
    const arrived = pools.expect();
    let isNew = true;
    let found: ReturnType<typeof overlapProblem> | undefined;
    return {
        ...OVERLAP_RULE,
        reads: ["poolName", "cidr"],
        check: (pool) => {
            // Rules run now and again when the late values are there: the second time the pool would meet itself.
            if (isNew) {
                isNew = false;
                arrived();
                const other = pools.add(pool);
                found = other && overlapProblem(other, pool);
            }
            return found ? [found] : [];
        },
    };
}
