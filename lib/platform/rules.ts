// SPDX-License-Identifier: Apache-2.0
import { BINDING_RULES } from "../binding/rules";
import { NETWORK_EXTENSION, NETWORK_RULES } from "../extension/network-values";
import { INSTALL_PLAN_RULES } from "../extension/rules";
import { overlappingPools, overlapProblem } from "../ippool/overlap";
import { IP_POOL_RULES } from "../ippool/rules";
import { NAMESPACE_ISOLATION_RULES, WORKSPACE_ISOLATION_RULES } from "../isolation/annotation";
import { policyNameFindings, POLICY_RULE_RULES } from "../isolation/rules";
import { type Problem, within } from "../problem";
import { problemsOf } from "../rule";
import { below } from "./document";
import type { PlatformExtension, PlatformModel, PlatformProject } from "./spec";

/** Whether the schema found nothing at, above or below a property, so that its rules can be asked. */
type IsSound = (property: string) => boolean;

/** What is wrong with a platform beyond its schema: the rules of every object, and those between the objects. */
export function platformProblems(platform: PlatformModel, isSound: IsSound): Problem[] {
    return [
        ...(platform.extension && isSound("extension")
            ? within("extension", extensionProblems(platform.extension))
            : []),
        ...each("pools", platform.pools, isSound).flatMap(({ path, name, value }) =>
            located(path, name, "poolName", problemsOf(IP_POOL_RULES, { ...value, poolName: name })),
        ),
        ...overlapProblems(platform, isSound),
        ...each("workspaces", platform.workspaces, isSound).flatMap(({ path, name, value }) =>
            located(path, name, "workspace", problemsOf(WORKSPACE_ISOLATION_RULES, { ...value, workspace: name })),
        ),
        ...each("projects", platform.projects, isSound).flatMap(({ path, name, value }) => [
            ...located(path, name, "namespace", projectProblems(name, value)),
            ...within(path, projectCrossProblems(value, platform)),
        ]),
    ];
}

function each<T>(section: string, entries: Readonly<Record<string, T>> | undefined, isSound: IsSound) {
    return Object.entries(entries ?? {})
        .map(([name, value]) => ({ path: below(section, name), name, value }))
        .filter(({ path }) => isSound(path));
}

/** Problems of one entry; the name of the object is the entry's own key. */
function located(path: string, name: string, nameProperty: string, problems: readonly Problem[]): Problem[] {
    return problems.map((problem) =>
        problem.property === nameProperty
            ? {
                  ...problem,
                  property: path,
                  message: problem.message.replace(`'${nameProperty}' (${name})`, `'${path}'`),
              }
            : (within(path, [problem])[0] ?? problem),
    );
}

function extensionProblems({ clusters, ...extension }: PlatformExtension): Problem[] {
    const plan = { ...extension, extension: NETWORK_EXTENSION, ...(clusters && { placement: { clusters } }) };
    return [
        ...problemsOf(NETWORK_RULES, extension),
        ...problemsOf(INSTALL_PLAN_RULES, plan).map(({ rule, property, message }) => ({
            rule,
            property: property.replace("placement.clusters", "clusters"),
            message: message.replaceAll("placement.clusters", "clusters"),
        })),
    ];
}

function overlapProblems({ pools = {} }: PlatformModel, isSound: IsSound): Problem[] {
    const ranges = each("pools", pools, isSound).map(({ name, value }) => ({ poolName: name, cidr: value.cidr }));
    return overlappingPools(ranges).flatMap(([first, second]) =>
        within(below("pools", second.poolName), [overlapProblem(first, second)]),
    );
}

function projectProblems(namespace: string, { pools, allow = {} }: PlatformProject): Problem[] {
    return [
        ...problemsOf(NAMESPACE_ISOLATION_RULES, { namespace }),
        ...(pools === undefined
            ? []
            : problemsOf(BINDING_RULES, { namespace, pools }).filter(({ property }) => property !== "namespace")),
        ...Object.entries(allow).flatMap(([policyName, rule]) => {
            const path = below("allow", policyName);
            return [
                ...policyNameFindings(path, policyName).map((found) => ({ rule: "policy-name", ...found })),
                ...within(path, problemsOf(POLICY_RULE_RULES, rule)),
            ];
        }),
    ];
}

/** What can only be seen with the whole platform in view. */
function projectCrossProblems(project: PlatformProject, platform: PlatformModel): Problem[] {
    const known = new Set([...Object.keys(platform.pools ?? {}), ...(platform.externalPools ?? [])]);
    const problems: Problem[] = (project.pools ?? []).flatMap((pool, index) => {
        const property = below("pools", index);
        return known.has(pool)
            ? []
            : [
                  {
                      rule: "platform-pool-known",
                      property,
                      message: `'${property}' (${pool}) must be a pool of this platform, or Calico fails every pod of the namespace. Add it under 'pools', or under 'externalPools' if it exists already.`,
                  },
              ];
    });
    if (project.workspace !== undefined && !Object.hasOwn(platform.workspaces ?? {}, project.workspace)) {
        problems.push({
            rule: "platform-workspace-known",
            property: "workspace",
            message: `'workspace' (${project.workspace}) must be one of this platform. Add it under 'workspaces'.`,
        });
    }
    if (project.isolated !== true && Object.keys(project.allow ?? {}).length > 0) {
        problems.push({
            rule: "platform-allow-isolated",
            property: "allow",
            message:
                "'allow' must come with 'isolated: true': KubeSphere deletes the policies of a project that is not isolated. Isolate the project or remove the rules.",
        });
    }
    return problems;
}
