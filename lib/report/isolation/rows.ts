// SPDX-License-Identifier: Apache-2.0
import type { IsolationChange } from "../report";
import { namesOf } from "./policies";
import type { Project } from "./projects";
import { purgedNames } from "./purge";
import type { Workspace } from "./workspaces";

/** Workspaces and projects whose isolation or whose policies change. */
export function isolationRows(workspaces: readonly Workspace[], projects: readonly Project[]): IsolationChange[] {
    return [
        ...workspaces.map(({ name, before, after }): IsolationChange => ({
            kind: "workspace",
            name,
            before,
            after,
            policies: { created: [], changed: [], deleted: [], purged: [] },
        })),
        ...projects.map((project): IsolationChange => ({
            kind: "project",
            name: project.name,
            before: project.before.isolation,
            after: project.after.isolation,
            policies: {
                created: namesOf(project.policies.created),
                changed: namesOf(project.policies.changed),
                deleted: namesOf(project.policies.deleted),
                purged: purgedNames(project),
            },
        })),
    ].filter(({ before, after, policies }) => before !== after || Object.values(policies).flat().length > 0);
}

/** Names of those that are switched, or of which it comes with the update. */
export function switchedTo(
    rows: readonly IsolationChange[],
    kind: IsolationChange["kind"],
    state: IsolationChange["after"],
): string[] {
    return rows
        .filter((row) => row.kind === kind && row.after === state && row.before !== state && row.before !== "unknown")
        .map(({ name }) => name);
}
