// SPDX-License-Identifier: Apache-2.0
import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { overlappingPools, overlapProblem } from "kubesphere-network/lib/ippool/overlap";
import { IP_POOL, typeToken } from "kubesphere-network/lib/kinds";
import { knownParts } from "../known";

/** Refuses two pools of one cluster that share addresses. Clusters are told apart by their providers. */
export const ipPoolNoOverlap: StackValidationPolicy = {
    name: "ippool-no-overlap",
    description: "No two IPPools of a cluster may share addresses.",
    enforcementLevel: "mandatory",
    validateStack: ({ resources }, reportViolation) => {
        const pools = resources.filter(({ type }) => type === typeToken(IP_POOL)).map(range);
        for (const cluster of new Set(pools.map((pool) => pool.cluster))) {
            const ofCluster = pools.filter((pool) => pool.cluster === cluster);
            for (const [first, second] of overlappingPools(ofCluster)) {
                const urn = ofCluster.find((pool) => pool === second)?.urn;
                reportViolation(`IPPool "${second.poolName}": ${overlapProblem(first, second).message}`, urn);
            }
        }
    },
};

function range(resource: PolicyResource) {
    const props = resource.props as { metadata?: { name?: string }; spec?: { cidr?: string } };
    const { value } = knownParts({ poolName: () => props.metadata?.name, cidr: () => props.spec?.cidr });
    return {
        urn: resource.urn,
        cluster: resource.provider?.urn,
        poolName: typeof value.poolName === "string" ? value.poolName : resource.name,
        // A CIDR that is not known, or none, is left out of the search.
        cidr: typeof value.cidr === "string" ? value.cidr : "",
    };
}
