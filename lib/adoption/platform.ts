// SPDX-License-Identifier: Apache-2.0
import { isObjectName } from "../names";
import { MAX_LABEL_LENGTH } from "../findings";
import { workspaceOf } from "../isolation/surroundings";
import { isMapping } from "../mapping";
import type { PlatformModel, PlatformProject, PlatformSection } from "../platform/spec";
import type { LiveObject } from "./adoption";
import type { Candidate } from "./candidate";
import { type ClusterContents, nameOf } from "./contents";
import { isUnclear } from "./pools";
import { type Selection, selectsPool } from "./selection";

/** The platform that has these candidates and no others. */
export function platformOf(
    clusters: readonly ClusterContents[],
    candidates: readonly Candidate[],
    selection: Selection,
): PlatformModel {
    const of = (cluster: ClusterContents): readonly Candidate[] =>
        candidates.filter(({ title }) => title.cluster === cluster.name);
    const [host, ...members] = clusters;
    const sections = members.map((member) => [member.name, sectionOf(member, of(member), selection)] as const);
    const filled = sections.filter(([, section]) => Object.keys(section).length > 0);
    return {
        ...(host && sectionOf(host, of(host), selection)),
        ...(filled.length > 0 && { members: Object.fromEntries(filled) }),
    };
}

function sectionOf(
    contents: ClusterContents,
    candidates: readonly Candidate[],
    selection: Selection,
): PlatformModel & PlatformSection {
    const tree: Record<string, unknown> = {};
    for (const { at, value } of candidates) {
        put(tree, at, value);
    }
    const { extension, pools = {}, workspaces = {}, projects = {} } = tree as PlatformModel;
    const placed = placedProjects(projects, contents.namespaces);
    const all = withWorkspaces(workspaces, placed);
    const externalPools = external(Object.keys(pools), placed, contents, selection);
    return {
        ...(extension && { extension }),
        ...(Object.keys(pools).length > 0 && { pools }),
        ...(externalPools.length > 0 && { externalPools }),
        ...(Object.keys(all).length > 0 && { workspaces: all }),
        ...(Object.keys(placed).length > 0 && { projects: placed }),
    };
}

function put(tree: Record<string, unknown>, [key = "", ...rest]: readonly string[], value: object): void {
    const there = isMapping(tree[key]) ? tree[key] : {};
    if (rest.length === 0) {
        tree[key] = { ...there, ...value };
        return;
    }
    tree[key] = there;
    put(there, rest, value);
}

/** The projects by workspace, with its name where it can be the name of one. */
function placedProjects(
    projects: NonNullable<PlatformSection["projects"]>,
    namespaces: readonly LiveObject[],
): Record<string, PlatformProject> {
    const placed = namespaces.flatMap((namespace): [string, PlatformProject][] => {
        const project = projects[nameOf(namespace)];
        const workspace = workspaceOf(namespace);
        const named = workspace !== undefined && isObjectName(workspace, MAX_LABEL_LENGTH) && !workspace.includes(".");
        return project === undefined ? [] : [[nameOf(namespace), { ...(named && { workspace }), ...project }]];
    });
    // Those of no workspace come last.
    const key = ([name, { workspace }]: [string, PlatformProject]): string =>
        `${workspace === undefined ? 1 : 0} ${workspace ?? ""} ${name}`;
    return Object.fromEntries(placed.sort((a, b) => (key(a) < key(b) ? -1 : 1)));
}

/** A workspace that a project names must be among those of the platform; nothing is written for it. */
function withWorkspaces(
    workspaces: NonNullable<PlatformSection["workspaces"]>,
    projects: Readonly<Record<string, PlatformProject>>,
): NonNullable<PlatformSection["workspaces"]> {
    const named = Object.values(projects).flatMap(({ workspace }) => workspace ?? []);
    const names = [...new Set([...Object.keys(workspaces), ...named])].sort();
    return Object.fromEntries(names.map((name) => [name, workspaces[name] ?? {}]));
}

/** Pools that bindings name and the program does not make, and those of which nobody knows what they mean. */
function external(
    made: readonly string[],
    projects: Readonly<Record<string, PlatformProject>>,
    { pools }: ClusterContents,
    selection: Selection,
): string[] {
    const bound = Object.values(projects).flatMap((project) => project.pools ?? []);
    const unclear = pools.filter((pool) => selectsPool(selection, nameOf(pool)) && isUnclear(pool)).map(nameOf);
    return [...new Set([...bound, ...unclear])].filter((name) => !made.includes(name)).sort();
}
