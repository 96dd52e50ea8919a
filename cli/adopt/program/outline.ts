// SPDX-License-Identifier: Apache-2.0
import type { PlatformModel, PlatformProject, PlatformSection } from "kubesphere-network/lib/platform/spec";

/** A part of a description: a value, or other parts, under a key. */
export interface OutlinePart {
    readonly key: string;
    /** Said in a comment before it. */
    readonly comment?: string;
    readonly value?: unknown;
    readonly parts?: readonly OutlinePart[];
}

/** A platform in the order in which people read it: projects under the name of their workspace. */
export function outlineOf({ members, ...host }: PlatformModel): OutlinePart[] {
    const parts = Object.entries(members ?? {}).map(([key, section]) => ({ key, parts: sectionParts(section) }));
    return [...sectionParts(host), ...(parts.length > 0 ? [{ key: "members", parts }] : [])];
}

function sectionParts(section: PlatformSection & Pick<PlatformModel, "extension">): OutlinePart[] {
    const { extension, pools, externalPools, workspaces, projects } = section;
    return [
        ...(extension ? [{ key: "extension", value: extension }] : []),
        ...entriesOf("pools", pools),
        ...(externalPools ? [{ key: "externalPools", value: externalPools }] : []),
        ...entriesOf("workspaces", workspaces),
        ...(projects ? [{ key: "projects", parts: projectParts(projects) }] : []),
    ];
}

function entriesOf(key: string, entries: Readonly<Record<string, unknown>> | undefined): OutlinePart[] {
    return entries ? [{ key, parts: Object.entries(entries).map(([name, value]) => ({ key: name, value })) }] : [];
}

/** The first project of each workspace has the comment. */
function projectParts(projects: Readonly<Record<string, PlatformProject>>): OutlinePart[] {
    return Object.entries(projects).map(([key, value], index, all) => {
        const before = index === 0 ? undefined : all[index - 1]?.[1].workspace;
        const isFirst = index === 0 || before !== value.workspace;
        const comment = value.workspace === undefined ? "No workspace" : `Workspace ${value.workspace}`;
        return { key, value, ...(isFirst && { comment }) };
    });
}
