// SPDX-License-Identifier: Apache-2.0
import { AllowedUse, AssignmentMode } from "../../ippool/spec";
import { ALLOWED_USES_RULE, ASSIGNMENT_MODE_RULE, OPEN_RULE } from "../rules/pool-rules";
import { eachPool, type PoolCheck, type Said } from "./check";
import type { PoolPair } from "./pairs";
import { isOpen, OPEN_READS } from "./pool";

/** Pools that give addresses to others than before, whatever node or namespace they are for. */
export const USE_CHECKS: readonly PoolCheck[] = [
    eachPool(ASSIGNMENT_MODE_RULE, ["assignmentMode"], ({ name, before, after }) =>
        before?.spec.assignmentMode === AssignmentMode.Automatic && after?.spec.assignmentMode === AssignmentMode.Manual
            ? [
                  {
                      severity: "warning",
                      before: AssignmentMode.Automatic,
                      after: AssignmentMode.Manual,
                      message: `Pods that ask for no pool get no new address of "${name}" any more.`,
                      wayOut: "Bind the namespaces that need addresses of it.",
                  },
              ]
            : [],
    ),
    eachPool(ALLOWED_USES_RULE, ["allowedUses"], usesChange),
    eachPool(OPEN_RULE, OPEN_READS, ({ name, before, after }) =>
        after && isOpen(after) && !(before && isOpen(before))
            ? [
                  {
                      severity: "notice",
                      message: `Pods of every namespace that is bound to no pool may get addresses of "${name}".`,
                      wayOut: "If only bound namespaces shall, set assignmentMode: Manual (Calico 3.30 and later).",
                  },
              ]
            : [],
    ),
];

function usesChange({ name, before, after }: PoolPair): Said[] {
    const [old, next] = [before, after].map((pool) => pool?.spec.allowedUses);
    const loses = (use: AllowedUse): boolean => old?.includes(use) === true && next?.includes(use) === false;
    const texts = { before: old?.join(", "), after: next?.join(", ") };
    if (loses(AllowedUse.LoadBalancer)) {
        return [
            {
                severity: "danger",
                ...texts,
                message: `Services keep their addresses of "${name}", and pods would get the same ones.`,
                wayOut: "Keep [LoadBalancer], which the pool was made for, and make another pool for pods.",
            },
        ];
    }
    return loses(AllowedUse.Workload)
        ? [
              {
                  severity: "warning",
                  ...texts,
                  message: `No pod gets a new address of "${name}" any more, and new pods that ask for it fail.`,
                  wayOut: "Keep Workload among the uses, or bind its namespaces to another pool first.",
              },
          ]
        : [];
}
