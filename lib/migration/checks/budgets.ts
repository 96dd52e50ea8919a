// SPDX-License-Identifier: Apache-2.0
import { POD_DISRUPTION_BUDGET } from "../../kinds";
import { budgetsOf } from "../batches";
import { type ContextCheck, rolled } from "../context";
import { objectTitle, titleOf } from "../owners";
import type { MigrationCheck } from "../plan";
import type { Mover } from "../workload-moves";
import type { BudgetObject, MigrationWorld } from "../world";

/**
 * Budgets that keep pods from being evicted. A rollout asks none of them.
 * Source: pkg/registry/core/pod/storage/eviction.go of Kubernetes
 */
export const budgets: ContextCheck = (context) =>
    rolled(context).flatMap((mover) => [...exhausted(mover, context.world), ...several(mover, context.world)]);

function exhausted(mover: Mover, world: MigrationWorld): MigrationCheck[] {
    const { move, old } = mover;
    const own = new Set(old.flatMap((pod) => budgetsOf(pod, world.budgets)));
    return [...own]
        .filter(({ status }) => status?.disruptionsAllowed === 0)
        .map((budget) =>
            move.roll === "evict"
                ? {
                      severity: "danger",
                      rule: "migration-budget",
                      object: budgetTitle(budget),
                      message: `It allows no disruption now: pods of ${titleOf(move)} cannot be evicted.`,
                      wayOut: `Bring up the pods that are missing, or have the budget allow one: kubectl describe pdb ${budget.metadata?.name ?? ""} -n ${move.namespace}`,
                  }
                : {
                      severity: "notice",
                      rule: "migration-budget",
                      object: budgetTitle(budget),
                      message: `It allows no disruption now, and the rollout of ${titleOf(move)} does not ask it.`,
                      wayOut: "See that the strategy of the workload leaves enough pods.",
                  },
        );
}

function several({ move, old }: Mover, world: MigrationWorld): MigrationCheck[] {
    const pod = old.find((each) => budgetsOf(each, world.budgets).length > 1);
    return pod === undefined || move.roll !== "evict"
        ? []
        : [
              {
                  severity: "danger",
                  rule: "migration-budgets",
                  object: titleOf(move),
                  message: `Its pods have ${budgetsOf(pod, world.budgets).map(budgetTitle).join(" and ")}, and Kubernetes evicts no pod with more than one.`,
                  wayOut: "Leave one of them.",
              },
          ];
}

function budgetTitle(budget: BudgetObject): string {
    return objectTitle(POD_DISRUPTION_BUDGET.kind, budget);
}
