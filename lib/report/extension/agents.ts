// SPDX-License-Identifier: Apache-2.0
import { type ClusterState, placedClusters } from "../../extension/placement";
import { UNKNOWN } from "../../tree";
import type { ExtensionChange } from "../report";
import type { Plan } from "./plan";

/** Clusters whose agents come, go and stay. */
export type Agents = NonNullable<ExtensionChange["agents"]>;

/** A plan with the clusters that there are at its time. */
export interface PlanSide {
    readonly plan: Plan;
    readonly clusters: readonly ClusterState[] | undefined;
}

/** What becomes of the agents; undefined where it is not known, or a selector decides that nobody can resolve here. */
export function agentsOf(before: PlanSide | undefined, after: PlanSide | undefined): Agents | undefined {
    const was = before ? clustersWithAgents(before) : [];
    const will = after ? placed(after, was) : [];
    return was === undefined || will === undefined
        ? undefined
        : {
              added: will.filter((name) => !was.includes(name)),
              removed: was.filter((name) => !will.includes(name)),
              kept: will.filter((name) => was.includes(name)),
          };
}

/** Where nothing is said, they are where they were once, as KubeSphere keeps account of. */
function clustersWithAgents(side: PlanSide): readonly string[] | undefined {
    return placed(side, Object.keys(side.plan.agentStatuses).sort());
}

/** KubeSphere leaves the agents where they are if nothing is said about them. Source: Reconcile in installplan_controller.go. */
function placed({ plan, clusters }: PlanSide, otherwise: readonly string[] | undefined): readonly string[] | undefined {
    const { placement } = plan;
    if (plan.scheduling === undefined) {
        return otherwise;
    }
    const found = placement === undefined || placement === UNKNOWN ? undefined : placedClusters(placement, clusters);
    return found && [...found.required, ...found.skipped.keys()].sort();
}
