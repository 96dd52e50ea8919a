// SPDX-License-Identifier: Apache-2.0
import type { IsolationChange, Phase, PhasedStep } from "../report";
import { listed, numbered } from "../words";
import { type PolicyChanges, titlesOf } from "./policies";
import type { Project } from "./projects";
import { purgeSteps } from "./purge";
import { switchedTo } from "./rows";

const PROJECTS = ["project", "projects"] as const;
const WORKSPACES = ["workspace", "workspaces"] as const;
const POLICIES = ["NamespaceNetworkPolicy", "NamespaceNetworkPolicies"] as const;
const NETWORK_POLICIES = ["NetworkPolicy", "NetworkPolicies"] as const;

/** What has its turn when: isolation comes before policies, which KubeSphere deletes in a project that is not isolated. */
export function isolationSteps(
    rows: readonly IsolationChange[],
    projects: readonly Project[],
    { created, changed, deleted }: Pick<PolicyChanges, "created" | "changed" | "deleted">,
): PhasedStep[] {
    const policies = (part: keyof IsolationChange["policies"]): string[] =>
        rows.flatMap((row) => row.policies[part].map((name) => `${row.name}/${name}`));
    return [
        ...projects.flatMap(purgeSteps),
        ...step("isolation", "Isolate", WORKSPACES, switchedTo(rows, "workspace", "on")),
        ...step("isolation", "Isolate", PROJECTS, switchedTo(rows, "project", "on")),
        ...step("isolation", "Write", POLICIES, [...policies("created"), ...policies("changed")]),
        ...step("isolation", "Write", NETWORK_POLICIES, titlesOf([...created, ...changed])),
        ...step("removal", "Delete", POLICIES, policies("deleted")),
        ...step("removal", "Delete", NETWORK_POLICIES, titlesOf(deleted)),
        ...step("removal", "Switch off the isolation of", PROJECTS, switchedTo(rows, "project", "off")),
        ...step("removal", "Switch off the isolation of", WORKSPACES, switchedTo(rows, "workspace", "off")),
    ];
}

function step(
    phase: Phase,
    verb: string,
    [one, many]: readonly [string, string],
    names: readonly string[],
): PhasedStep[] {
    const text = `${verb} the ${numbered(names.length, one, many)} ${listed(names)}.`;
    return names.length === 0 ? [] : [{ phase, by: "update", text }];
}
