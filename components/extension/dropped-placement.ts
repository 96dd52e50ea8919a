// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { holdersOf, isPulumi } from "../../lib/cluster/holders";
import { type ClusterScheduling, clusterScheduling } from "../../lib/extension/install-plan";
import { INSTALL_PLAN } from "../../lib/kinds";
import { hasEngine } from "../hooks";
import { worldOf } from "../cluster/world";
import type { InstallPlanObject } from "./host";

/**
 * The placement of a plan that is given none. Nothing, unless Pulumi had given it one before: left out, the agents would
 * stay where they are, so that it is replaced by a placement on no cluster, and the agents that go are named.
 */
export function withoutPlacement(
    extension: pulumi.Input<string>,
    provider: pulumi.ProviderResource | undefined,
    resource: pulumi.Resource | undefined,
): pulumi.Input<ClusterScheduling | undefined> {
    if (!hasEngine()) {
        return undefined;
    }
    return pulumi.output(extension).apply<ClusterScheduling | undefined>(async (name) => {
        const world = await worldOf(provider);
        const plan = await world?.get<InstallPlanObject>(INSTALL_PLAN, name);
        if (plan === undefined || !isPlacedByPulumi(plan)) {
            return undefined;
        }
        const agents = Object.keys(plan.status?.clusterSchedulingStatuses ?? {});
        if (agents.length > 0) {
            void pulumi.log.warn(
                `InstallPlan "${name}" is placed on no cluster any more: its agents are removed from ${agents.join(", ")}.`,
                resource,
            );
        }
        return clusterScheduling({ placement: { clusters: [] } });
    });
}

function isPlacedByPulumi(plan: InstallPlanObject): boolean {
    return plan.spec?.clusterScheduling !== undefined && holdersOf(plan, ["spec", "clusterScheduling"]).some(isPulumi);
}
