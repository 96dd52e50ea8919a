// SPDX-License-Identifier: Apache-2.0
import { matches } from "../label-selector";
import type { Mover } from "./workload-moves";
import type { BudgetObject, PodObject } from "./world";

/**
 * Workloads in the batches in which they are rolled, in their order. A batch has workloads of one namespace, whose binding is
 * narrowed right before, so that a fault stays there; and no two of one PodDisruptionBudget, so that what serves together is
 * not gone together.
 */
export function batchesOf(movers: readonly Mover[], budgets: readonly BudgetObject[], size: number): Mover[][] {
    const batches: { readonly members: Mover[]; readonly budgets: Set<BudgetObject> }[] = [];
    for (const mover of movers) {
        const own = mover.old.flatMap((pod) => budgetsOf(pod, budgets));
        const free = batches.find(
            ({ members, budgets: taken }) =>
                members.length < size &&
                members[0]?.move.namespace === mover.move.namespace &&
                !own.some((budget) => taken.has(budget)),
        );
        const batch = free ?? { members: [], budgets: new Set() };
        batch.members.push(mover);
        own.forEach((budget) => batch.budgets.add(budget));
        if (!free) {
            batches.push(batch);
        }
    }
    return batches.map(({ members }) => members);
}

/** The budgets that cover a pod. One without a selector covers none, one with an empty selector all of its namespace. */
export function budgetsOf({ metadata }: PodObject, budgets: readonly BudgetObject[]): BudgetObject[] {
    return budgets.filter(
        (budget) =>
            budget.metadata?.namespace === metadata?.namespace &&
            budget.spec?.selector !== undefined &&
            matches(budget.spec.selector, metadata?.labels ?? {}),
    );
}
