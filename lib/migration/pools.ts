// SPDX-License-Identifier: Apache-2.0
import type { IPAMPool } from "../ipam/pool";
import { IP_POOL } from "../kinds";
import type { MigrationPool } from "./plan";

/** The two pools of a migration. */
export interface TwoPools {
    readonly from: IPAMPool;
    readonly to: IPAMPool;
}

/** What a plan says of a pool. */
export function migrationPool({ name, cidr, spec }: IPAMPool): MigrationPool {
    return { name, cidr: spec.cidr, family: cidr.family, disabled: spec.disabled };
}

/** A pool as a message says it, such as `IPPool "a"`. */
export function poolTitle({ name }: { readonly name: string }): string {
    return `${IP_POOL.kind} "${name}"`;
}
