// SPDX-License-Identifier: Apache-2.0
import type { IPAMPool } from "../ipam/pool";
import type { NamespaceBinding } from "./namespace-binding";
import type { MigrationCheck } from "./plan";
import type { TwoPools } from "./pools";
import type { Mover } from "./workload-moves";
import type { MigrationWorld } from "./world";

/** A migration as its checks see it. */
export interface MigrationContext extends TwoPools {
    readonly world: MigrationWorld;
    /** All pools of the cluster, by name. */
    readonly pools: readonly IPAMPool[];
    /** All namespaces of the cluster, by name. */
    readonly bindings: readonly NamespaceBinding[];
    /** Those of them that move, by name. */
    readonly moving: readonly NamespaceBinding[];
    /** Those that stay bound to the old pool. */
    readonly remaining: readonly NamespaceBinding[];
    /** Workloads of the namespaces that move, in batches. */
    readonly batches: readonly (readonly Mover[])[];
    /** Workloads that are rolled once the old pool is disabled. */
    readonly others: readonly Mover[];
    /** Workloads that are waited for. */
    readonly waited: readonly Mover[];
    /** Nodes whose tunnel device has an address of the old pool. */
    readonly tunnels: readonly string[];
}

/** Finds what a migration runs into. */
export type ContextCheck = (context: MigrationContext) => readonly MigrationCheck[];

/** Workloads that are rolled, be it in batches or later. */
export function rolled({ batches, others }: MigrationContext): readonly Mover[] {
    return [...batches.flat(), ...others];
}
