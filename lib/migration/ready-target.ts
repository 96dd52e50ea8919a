// SPDX-License-Identifier: Apache-2.0
import { ipamPools, isForPods } from "../ipam/pool";
import { poolUses } from "../ipam/use";
import type { MigrationCheck, MigrationPool } from "./plan";
import { poolTitle } from "./pools";
import type { MigrationWorld } from "./world";

/** What keeps the new pool from taking more pods now, with which a run stops before its next stage; nothing if it is ready. */
export function readyTarget(
    { name, cidr }: Pick<MigrationPool, "name" | "cidr">,
    { pools, blocks, reservations }: Pick<MigrationWorld, "pools" | "blocks" | "reservations">,
): readonly MigrationCheck[] {
    const pool = ipamPools(pools).find((each) => each.name === name);
    const stop = (rule: string, message: string, wayOut: string): MigrationCheck[] => [
        { severity: "danger", rule, object: poolTitle({ name }), message, wayOut },
    ];
    if (pool?.spec.cidr !== cidr) {
        return stop(
            "migration-target-changed",
            pool === undefined ? "It is gone." : `It has the addresses ${pool.spec.cidr} now, and had ${cidr}.`,
            `Make it anew with cidr: ${cidr}, or undo the migration.`,
        );
    }
    if (pool.spec.disabled) {
        return stop(
            "migration-target-disabled",
            "It is disabled: every new pod that asks for it fails.",
            `Set disabled: false on "${name}".`,
        );
    }
    if (!isForPods(pool)) {
        const uses = pool.spec.allowedUses.join(", ");
        return stop(
            "migration-target-uses",
            `Its addresses are not for pods any more (allowedUses: ${uses}).`,
            `Add Workload to the allowedUses of "${name}".`,
        );
    }
    const free = poolUses([pool], blocks, reservations)[0]?.unallocated ?? 0n;
    return free > 0n
        ? []
        : stop("migration-few-addresses", "It has no free address left.", "Free some, or undo the migration.");
}
