// SPDX-License-Identifier: Apache-2.0
import type { ClusterChange } from "../objects";
import type { Part } from "../report";
import { LATE } from "../words";
import { egressFindings } from "./egress";
import { inertFindings } from "./inert";
import { networkPolicyChanges, networkPolicyFindings, reservedNameFindings } from "./network-policies";
import { peerFindings } from "./peers";
import { projectsOf } from "./projects";
import { purgeFindings, purgeLosses } from "./purge";
import { isolationRows, switchedTo } from "./rows";
import { isolationSteps } from "./steps";
import { isolationSummary } from "./summary";
import { Surroundings } from "./surroundings";
import { projectSwitched, workspaceSwitched } from "./switches";
import { templateFindings } from "./templates";
import { workspacesOf } from "./workspaces";

/** What a change means for isolation, as far as the objects tell; who is cut off by it, the connections tell. */
export function isolationPart(change: ClusterChange): Part {
    const { isWhole } = change;
    const place = change.cluster === undefined ? {} : { cluster: change.cluster };
    const [workspaces, projects] = [workspacesOf(change), projectsOf(change)];
    const [was, will] = [new Surroundings(change.before, isWhole), new Surroundings(change.after, isWhole)];
    const rows = isolationRows(workspaces, projects);
    const networkPolicies = networkPolicyChanges(change);
    const summary = isolationSummary(rows, networkPolicies);
    const found = [
        ...workspaces.flatMap((workspace) => workspaceSwitched(workspace, projects)),
        ...templateFindings(change),
        ...projects.flatMap((project) => [
            ...projectSwitched(project, isWhole),
            ...purgeFindings(project),
            ...inertFindings(project, was, will),
            ...egressFindings(project, isWhole, will),
        ]),
        ...peerFindings(change),
        ...reservedNameFindings(change),
        ...networkPolicyFindings(change),
    ];
    return {
        ...(summary !== undefined && { summary }),
        isolation: rows.map((row) => ({ ...place, ...row })),
        findings: found.map((finding) => ({ area: "isolation", ...place, ...finding })),
        steps: isolationSteps(rows, projects, networkPolicies),
        irreversible: projects.flatMap(purgeLosses).map((loss) => ({ ...place, ...loss })),
        notes: (["project", "workspace"] as const).flatMap((kind) =>
            switchedTo(rows, kind, "unknown").map((name) => `Whether the ${kind} ${name} is isolated is ${LATE}.`),
        ),
    };
}
