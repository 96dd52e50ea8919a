// SPDX-License-Identifier: Apache-2.0
import { IP_POOL } from "kubesphere-network/lib/kinds";
import { poolsBoundBy, unknownBindings } from "../bindings";
import { isOf } from "../object";
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
            const isBack = remaining.some((each) => isOf(each, IP_POOL) && isSame(each, pool));
            const beside = isBack ? [] : remaining.filter(({ cluster }) => cluster === pool.cluster);
            const bound = beside.filter((object) => poolsBoundBy(object).some(({ name }) => name === pool.name));
            for (const object of bound.length > 0 ? [] : beside) {
                for (const property of unknownBindings(object)) {
                    undecided(pool, property, object);
                }
            }
            if (bound.length > 0) {
                const names = bound.map(({ name }) => name ?? "?").join(", ");
                violation(
                    pool,
                    `must not be deleted: ${names} ${bound.length > 1 ? "are" : "is"} bound to it, and Calico would fail new pods there. Unbind first.`,
                );
            }
        }
    },
});

function isSame(one: { name?: string; cluster?: string }, other: { name?: string; cluster?: string }): boolean {
    return one.name === other.name && one.cluster === other.cluster;
}
