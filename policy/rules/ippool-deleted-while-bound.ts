// SPDX-License-Identifier: Apache-2.0
import { IP_POOL } from "kubesphere-network/lib/kinds";
import { poolsBoundBy, unknownBindings } from "../objects/bindings";
import { isOf } from "../objects/object";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";
import { stackRule } from "../rule";

export const ipPoolDeletedWhileBound = stackRule({
    name: "ippool-deleted-while-bound",
    displayName: "No deletion of bound IPPools",
    description: "An IPPool must not be deleted while namespaces of the same stack are bound to it.",
    severity: "critical",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps:
        "Bind the namespaces to another pool and update, then delete the pool. Only previews tell what is deleted: Pulumi shows a policy pack what a stack will have, where namespace-pool-known finds the same.",
    tags: ["ippool", "binding"],
    checkStack: (objects, _, { violation, undecided }) => {
        const remaining = objects.filter((object) => !object.isDeleted);
        for (const pool of objects.filter((object) => object.isDeleted && !object.isPatch && isOf(object, IP_POOL))) {
            const beside = remaining.filter(({ cluster }) => cluster === pool.cluster);
            const made = beside.filter((object) => isOf(object, IP_POOL));
            const bound = beside.filter((object) => poolsBoundBy(object).some(({ name }) => name === pool.name));
            // A pool whose name comes with the update may be the same one.
            const late = made.find(({ tree }) => at(tree, "metadata", "name") === UNKNOWN);
            if (made.some(({ name }) => name !== undefined && name === pool.name)) {
                continue;
            }
            for (const object of bound.length > 0 ? [] : beside) {
                for (const property of unknownBindings(object)) {
                    undecided(pool, property, object);
                }
            }
            if (bound.length > 0 && late !== undefined) {
                undecided(pool, "metadata.name", late);
            } else if (bound.length > 0) {
                const names = bound.map(({ name }) => name ?? "?").join(", ");
                const are = bound.length > 1 ? "are" : "is";
                violation(
                    pool,
                    `must not be deleted: ${names} ${are} bound to it, and Calico would fail new pods there. Unbind first.`,
                );
            }
        }
    },
});
