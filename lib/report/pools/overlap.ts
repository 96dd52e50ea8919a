// SPDX-License-Identifier: Apache-2.0
import { overlappingPools, type PoolRange } from "../../ippool/overlap";
import { OVERLAP_RULE, TAKEN_OVER_RULE } from "../rules/pool-rules";
import type { Found, PoolCheck, PoolWorld } from "./check";
import { newRange } from "./pairs";
import type { Pool } from "./pool";

/** Pools that have addresses of other pools. */
export const OVERLAP_CHECKS: readonly PoolCheck[] = [withPools, withPoolsThatGo];

function withPools({ pairs }: PoolWorld): Found[] {
    // Of two pools the one that gets the addresses is told.
    const moved = pairs.filter((pair) => newRange(pair) !== undefined);
    const names = new Set(moved.map(({ name }) => name));
    const others = pairs.filter(({ name }) => !names.has(name));
    return overlappingPools([...others, ...moved].flatMap(({ after }) => rangeOf(after)))
        .filter(([, second]) => names.has(second.poolName))
        .map(([first, second]) => ({
            rule: OVERLAP_RULE,
            pool: second.poolName,
            severity: "danger",
            message: `The addresses of "${second.poolName}" (${second.cidr}) overlap those of "${first.poolName}" (${first.cidr}): two pods can get the same one.`,
            wayOut: "Choose a CIDR that no other pool of the cluster has.",
        }));
}

function withPoolsThatGo({ pairs }: PoolWorld): Found[] {
    const gone = pairs.filter(({ change }) => change === "deleted");
    const come = pairs.filter(({ change }) => change === "created");
    const [old, made] = [gone, come].map((some) => new Set(some.map(({ name }) => name)));
    const ranges = [...gone.flatMap(({ before }) => rangeOf(before)), ...come.flatMap(({ after }) => rangeOf(after))];
    return overlappingPools(ranges)
        .filter(([first, second]) => old?.has(first.poolName) && made?.has(second.poolName))
        .map(([first, second]) => ({
            rule: TAKEN_OVER_RULE,
            pool: second.poolName,
            severity: "warning",
            message: `The addresses of "${second.poolName}" (${second.cidr}) are those of "${first.poolName}" (${first.cidr}), which the same update deletes: both are there for a moment, and blocks that "${first.poolName}" leaves keep their size.`,
            wayOut: `Choose other addresses, move the workloads to "${second.poolName}", and delete "${first.poolName}" afterwards.`,
        }));
}

function rangeOf(pool: Pool | undefined): PoolRange[] {
    return pool?.range ? [{ poolName: pool.name, cidr: pool.spec.cidr }] : [];
}
