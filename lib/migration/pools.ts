// SPDX-License-Identifier: Apache-2.0
import { isAsked } from "../ipam/choices";
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

/** Whether an entry of Calico's annotations, a name or a CIDR, means a pool. */
export function means(entry: string, pool: IPAMPool): boolean {
    return isAsked([entry], pool);
}

/** A pool as a message says it, such as `IPPool "a"`. */
export function poolTitle({ name }: { readonly name: string }): string {
    return `${IP_POOL.kind} "${name}"`;
}
