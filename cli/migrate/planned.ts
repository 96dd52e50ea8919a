// SPDX-License-Identifier: Apache-2.0
import { migrationPlan } from "kubesphere-network/lib/migration/migration-plan";
import type { Kind } from "kubesphere-network/lib/kinds";
import type { MigrationPlan } from "kubesphere-network/lib/migration/plan";
import type { MigrationWorld } from "kubesphere-network/lib/migration/world";
import type { LiveCluster } from "../cluster/cluster";
import type { Progress } from "../cluster/reads";
import { BadInput } from "../inputs/bad-input";
import { readWorld } from "./world";

/** Which pods move where, and how. */
export interface Asked {
    readonly from: string;
    readonly to: string;
    /** Most workloads that are rolled at the same time. */
    readonly batchSize?: number;
    /** Only these namespaces; all that are bound by default. */
    readonly namespaces?: readonly string[];
}

/** A plan, and what it was made of. */
export interface Planned {
    readonly plan: MigrationPlan;
    readonly world: MigrationWorld;
    readonly notRead: readonly Kind[];
}

/** Plans a migration from what the cluster has now. Throws a BadInput if none can be made of what was asked. */
export async function planned(
    cluster: LiveCluster,
    { from, to, ...options }: Asked,
    progress?: Progress,
): Promise<Planned> {
    const { world, notRead } = await readWorld(cluster, progress);
    const { plan, problems } = migrationPlan(from, to, world, options);
    if (plan === undefined) {
        throw new BadInput(problems.map(({ message }) => message));
    }
    return { plan, world, notRead };
}
