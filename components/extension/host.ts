// SPDX-License-Identifier: Apache-2.0
import type { ClusterObject as AnyObject } from "../../lib/cluster/objects";
import type { InstallPlanModel } from "../../lib/extension/install-plan";
import {
    type ClusterVersions,
    type ExtensionVersionObject,
    type HostSurroundings,
    LIVE_INSTALL_PLAN_RULES,
    type VersionedCluster,
    versionedCluster,
} from "../../lib/extension/live-rules";
import type { ClusterObject } from "../../lib/extension/placement";
import type { InstallPlanStatus } from "../../lib/extension/readiness";
import { CLUSTER, EXTENSION_VERSION, INSTALL_PLAN } from "../../lib/kinds";
import type { Problem } from "../../lib/problem";
import { problemsOf } from "../../lib/rule";
import type { World } from "../cluster/world";

/** An InstallPlan as it is on the host cluster. */
export interface InstallPlanObject extends AnyObject {
    readonly spec?: { readonly clusterScheduling?: unknown };
    readonly status?: InstallPlanStatus;
}

/** What is wrong with an InstallPlan among what is on the host cluster. */
export async function livePlanProblems(plan: InstallPlanModel, world: World): Promise<Problem[]> {
    const host = await world.once("surroundings of plans", () => surroundings(world));
    return problemsOf(LIVE_INSTALL_PLAN_RULES, { plan, host });
}

/** The clusters that KubeSphere knows; undefined if they may not be read. */
export async function clustersOf(world: World): Promise<VersionedCluster[] | undefined> {
    return (await world.list<ClusterObject & ClusterVersions>(CLUSTER))?.map(versionedCluster);
}

async function surroundings(world: World): Promise<HostSurroundings> {
    if ((await world.serves(INSTALL_PLAN)) === false) {
        return { isHost: false };
    }
    const [versions, clusters, plans] = await Promise.all([
        world.list<ExtensionVersionObject>(EXTENSION_VERSION),
        clustersOf(world),
        world.list<InstallPlanObject>(INSTALL_PLAN),
    ]);
    return {
        isHost: true,
        versions,
        clusters,
        kubernetesVersion: world.version,
        plans: plans && new Map(plans.map(({ metadata, status }) => [metadata?.name ?? "", status ?? {}])),
    };
}
