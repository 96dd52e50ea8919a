// SPDX-License-Identifier: Apache-2.0
import { BINDING_RULES } from "../binding/rules";
import { NETWORK_EXTENSION, NETWORK_RULES } from "../extension/network-values";
import { NETWORK_PLAN_RULES } from "../extension/rules";
import { overlappingPools, overlapProblem } from "../ippool/overlap";
import { IP_POOL_RULES } from "../ippool/rules";
import { finding } from "../findings";
import { IsolationTarget, NAMESPACE_ISOLATION_RULES, WORKSPACE_ISOLATION_RULES } from "../isolation/annotation";
import { policyNameFindings } from "../isolation/rules";
import { isMapping } from "../mapping";
import { type Problem, within } from "../problem";
import { problemsOf } from "../rule";
import { below } from "./document";
import {
    ALLOW_ISOLATED_RULE,
    MEMBER_AGENT_RULE,
    MEMBER_TEMPLATE_RULE,
    POOL_KNOWN_RULE,
    WORKSPACE_KNOWN_RULE,
} from "./rule-infos";
import { allowedProblems } from "./ready-rules";
import type { PlatformExtension, PlatformModel, PlatformProject, PlatformSection } from "./spec";

/** Whether the schema found nothing at, above or below a property, so that its rules can be asked. */
type IsSound = (property: string) => boolean;

/** What is wrong with a platform beyond its schema: the rules of every object, and those between the objects. */
export function platformProblems(platform: PlatformModel, isSound: IsSound): Problem[] {
    return [
        ...(platform.extension && isSound("extension")
            ? within("extension", extensionProblems(platform.extension))
            : []),
        ...sectionProblems("", platform, isSound),
        ...each("members", platform.members, () => true)
            // Anything else the schema refuses; what is inside a member has problems of its own.
            .filter(({ value }) => isMapping(value))
            .flatMap(({ path, name, value }) => [
                ...sectionProblems(path, value, isSound),
                ...memberProblems(path, name, value, platform),
            ]),
    ];
}

/** What is wrong with the objects of one cluster. */
function sectionProblems(at: string, section: PlatformSection, isSound: IsSound): Problem[] {
    return [
        ...each(below(at, "pools"), section.pools, isSound).flatMap(({ path, name, value }) =>
            located(path, name, "poolName", problemsOf(IP_POOL_RULES, { ...value, poolName: name })),
        ),
        ...overlapProblems(at, section, isSound),
        ...each(below(at, "workspaces"), section.workspaces, isSound).flatMap(({ path, name, value }) =>
            located(
                path,
                name,
                "workspace",
                problemsOf(WORKSPACE_ISOLATION_RULES, { ...value, workspace: name, enabled: value.isolated === true }),
            ),
        ),
        ...each(below(at, "projects"), section.projects, isSound).flatMap(({ path, name, value }) => [
            ...located(path, name, "namespace", projectProblems(name, value)),
            ...within(path, projectCrossProblems(value, section)),
        ]),
    ];
}

/** What is wrong with a member as one of several clusters. */
function memberProblems(path: string, name: string, member: PlatformSection, { extension }: PlatformModel): Problem[] {
    const templates = Object.entries(member.workspaces ?? {}).filter(
        ([, { target }]) => target === IsolationTarget.WorkspaceTemplate,
    );
    const hasAgent = extension?.clusters === undefined || extension.clusters.includes(name);
    return [
        ...templates.map(([workspace]) => ({
            rule: MEMBER_TEMPLATE_RULE.id,
            ...finding(
                `${below(below(path, "workspaces"), workspace)}.target`,
                IsolationTarget.WorkspaceTemplate,
                "must not be used on a member: templates are on the host, for all clusters. Move the workspace to the top.",
            ),
        })),
        ...(hasAgent
            ? []
            : [
                  {
                      rule: MEMBER_AGENT_RULE.id,
                      property: path,
                      severity: "warning" as const,
                      message: `'${path}' is not among 'extension.clusters' (${extension.clusters.join(", ") || "none"}): without the agent nobody carries out what stands here. Add ${name} there.`,
                  },
              ]),
    ];
}

function each<T>(path: string, entries: Readonly<Record<string, T>> | undefined, isSound: IsSound) {
    return Object.entries(entries ?? {})
        .map(([name, value]) => ({ path: below(path, name), name, value }))
        .filter((entry) => isSound(entry.path));
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
        ...problemsOf(NETWORK_PLAN_RULES, plan).map((problem) => ({
            ...problem,
            property: problem.property.replace("placement.clusters", "clusters"),
            message: problem.message.replaceAll("placement.clusters", "clusters"),
        })),
    ];
}

function overlapProblems(at: string, { pools = {} }: PlatformSection, isSound: IsSound): Problem[] {
    const path = below(at, "pools");
    const ranges = each(path, pools, isSound).map(({ name, value }) => ({ poolName: name, cidr: value.cidr }));
    return overlappingPools(ranges).flatMap(([first, second]) =>
        within(below(path, second.poolName), [overlapProblem(first, second)]),
    );
}

function projectProblems(namespace: string, { pools, isolated, allow = {}, ...project }: PlatformProject): Problem[] {
    const { annotationKey, allowSystem } = project;
    const isolation = { namespace, enabled: isolated === true, annotationKey, allowSystem };
    return [
        ...problemsOf(NAMESPACE_ISOLATION_RULES, isolation),
        ...(pools === undefined
            ? []
            : problemsOf(BINDING_RULES, { namespace, pools }).filter(({ property }) => property !== "namespace")),
        ...Object.entries(allow).flatMap(([policyName, rule]) => {
            const path = below("allow", policyName);
            return [
                ...policyNameFindings(path, policyName).map((found) => ({ rule: "policy-name", ...found })),
                ...within(path, allowedProblems(rule)),
            ];
        }),
    ];
}

/** What can only be seen with the whole cluster in view. */
function projectCrossProblems(project: PlatformProject, platform: PlatformSection): Problem[] {
    const known = new Set([...Object.keys(platform.pools ?? {}), ...(platform.externalPools ?? [])]);
    const problems: Problem[] = (project.pools ?? []).flatMap((pool, index) => {
        const property = below("pools", index);
        return known.has(pool)
            ? []
            : [
                  {
                      rule: POOL_KNOWN_RULE.id,
                      property,
                      message: `'${property}' (${pool}) must be a pool of this platform, or Calico fails every pod of the namespace. Add it under 'pools', or under 'externalPools' if it exists already.`,
                  },
              ];
    });
    if (project.workspace !== undefined && !Object.hasOwn(platform.workspaces ?? {}, project.workspace)) {
        problems.push({
            rule: WORKSPACE_KNOWN_RULE.id,
            property: "workspace",
            message: `'workspace' (${project.workspace}) must be one of this platform. Add it under 'workspaces'.`,
        });
    }
    if (project.isolated !== true && Object.keys(project.allow ?? {}).length > 0) {
        problems.push({
            rule: ALLOW_ISOLATED_RULE.id,
            property: "allow",
            message:
                "'allow' must come with 'isolated: true': KubeSphere deletes the policies of a project that is not isolated. Isolate the project or remove the rules.",
        });
    }
    return problems;
}
