// SPDX-License-Identifier: Apache-2.0
import { overlappingPools, overlapProblem } from "kubesphere-network/lib/ippool/overlap";
import { IP_POOL } from "kubesphere-network/lib/kinds";
import { isOf, type PolicyObject } from "../objects/object";
import { stackRule } from "../rule";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

export const ipPoolNoOverlap = stackRule({
    name: "ippool-no-overlap",
    displayName: "IPPools without common addresses",
    description: "No two IPPools of a cluster may share addresses.",
    severity: "critical",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps:
        "Choose a CIDR that no other pool of the cluster has. Clusters are told apart by their providers.",
    tags: ["ippool", "calico"],
    checkStack: (objects, _, { violation, undecided }) => {
        const pools = objects
            .filter((object) => isOf(object, IP_POOL) && !object.isDeleted && !object.isPatch)
            // The order in which an engine hands them out is another one in each run.
            .sort((one, other) => one.id.localeCompare(other.id));
        for (const pool of pools.filter(({ tree }) => at(tree, "spec", "cidr") === UNKNOWN)) {
            undecided(pool, "spec.cidr");
        }
        for (const cluster of new Set(pools.map((pool) => pool.cluster))) {
            const ranges = new Map(
                pools.filter((pool) => pool.cluster === cluster).map((pool) => [range(pool), pool] as const),
            );
            for (const [first, second] of overlappingPools([...ranges.keys()])) {
                const pool = ranges.get(second);
                if (pool !== undefined) {
                    violation(pool, overlapProblem(first, second).message, "spec.cidr");
                }
            }
        }
    },
});

function range(pool: PolicyObject) {
    const cidr = at(pool.tree, "spec", "cidr");
    const poolName = pool.name ?? pool.resourceName ?? "";
    // A CIDR that is not known, or none, is left out of the search.
    return { poolName, cidr: typeof cidr === "string" ? cidr : "" };
}
