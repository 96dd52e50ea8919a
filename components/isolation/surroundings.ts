// SPDX-License-Identifier: Apache-2.0
import type { ByName } from "../../lib/cluster/objects";
import { IsolationTarget, type WorkspaceIsolationModel } from "../../lib/isolation/annotation";
import { DNS_NAMESPACE } from "../../lib/isolation/first-egress";
import { LIVE_POLICY_RULES } from "../../lib/isolation/live-peer-rules";
import { LIVE_LONE_POLICY_RULES, LIVE_PROJECT_RULES, LIVE_WORKSPACE_RULES } from "../../lib/isolation/live-rules";
import { type NamedPolicy, PolicyDirection } from "../../lib/isolation/policy";
import {
    type LonePolicy,
    type PolicyObject,
    type ProjectSurroundings,
    type ServiceObject,
    type StatedProject,
    type WorkspaceObject,
} from "../../lib/isolation/surroundings";
import { NAMESPACE, NAMESPACE_NETWORK_POLICY, SERVICE, WORKSPACE, WORKSPACE_TEMPLATE } from "../../lib/kinds";
import type { Problem } from "../../lib/problem";
import { problemsOf } from "../../lib/rule";
import type { World } from "../cluster/world";

/** What is wrong with the isolation of a project among what is on its cluster. */
export async function liveProjectProblems(project: StatedProject, world: World): Promise<Problem[]> {
    const cluster = await surroundings(world, project.namespace, {
        policies: project.enabled === false || project.egress.length > 0,
        dns: project.egress.length > 0,
    });
    return problemsOf(LIVE_PROJECT_RULES, { project, cluster });
}

/** What is wrong with the peers of a policy among what is on its cluster. */
export async function livePolicyProblems(policy: NamedPolicy, world: World): Promise<Problem[]> {
    const places = [...new Set((policy.services ?? []).map(({ namespace }) => namespace))];
    const [namespaces, ...lists] = await Promise.all([
        world.named(NAMESPACE),
        ...places.map((namespace) => world.named<ServiceObject>(SERVICE, namespace)),
    ]);
    const services = places.flatMap((namespace, index): [string, ByName<ServiceObject>][] => {
        const list = lists[index];
        return list === undefined ? [] : [[namespace, list]];
    });
    return problemsOf(LIVE_POLICY_RULES, { policy, cluster: { namespaces, services: new Map(services) } });
}

/** What is wrong with the namespace of a policy that no ProjectIsolation lists. */
export async function liveLonePolicyProblems(policy: LonePolicy, world: World): Promise<Problem[]> {
    const isEgress = policy.direction === PolicyDirection.Egress;
    const cluster = await surroundings(world, policy.namespace, { policies: isEgress, dns: isEgress });
    return problemsOf(LIVE_LONE_POLICY_RULES, { policy, cluster });
}

/** What is wrong with the isolation of a workspace among what is on its cluster. */
export async function liveWorkspaceProblems(
    isolation: WorkspaceIsolationModel,
    mayComeLater: boolean,
    world: World,
): Promise<Problem[]> {
    const isTemplate = isolation.target === IsolationTarget.WorkspaceTemplate;
    const isOff = isolation.enabled === false && !isTemplate;
    const [workspaces, namespaces, policies] = await Promise.all([
        world.named<WorkspaceObject>(isTemplate ? WORKSPACE_TEMPLATE : WORKSPACE),
        isOff ? world.named(NAMESPACE) : undefined,
        isOff ? world.list<PolicyObject>(NAMESPACE_NETWORK_POLICY) : undefined,
    ]);
    const cluster = { workspaces, namespaces, policies };
    return problemsOf(LIVE_WORKSPACE_RULES, { isolation, mayComeLater, cluster });
}

async function surroundings(
    world: World,
    namespace: string,
    wanted: { readonly policies: boolean; readonly dns: boolean },
): Promise<ProjectSurroundings> {
    const [namespaces, workspaces, policies, systemServices] = await Promise.all([
        world.named(NAMESPACE),
        world.named<WorkspaceObject>(WORKSPACE),
        wanted.policies ? world.list<PolicyObject>(NAMESPACE_NETWORK_POLICY) : undefined,
        wanted.dns ? world.named<ServiceObject>(SERVICE, DNS_NAMESPACE) : undefined,
    ]);
    const own = policies?.filter(({ metadata }) => metadata?.namespace === namespace);
    return { namespaces, workspaces, policies: own, systemServices };
}
