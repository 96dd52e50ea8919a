// SPDX-License-Identifier: Apache-2.0
import { isSystemNamespace, SYSTEM_WORKSPACE } from "../../isolation/system";
import type { RuleInfo } from "../../rule";
import type { Isolation } from "../report";
import { OFF_RULE, ON_RULE, PROJECT_WINS_RULE, SYSTEM_RULE } from "../rules/isolation-rules";
import { listed } from "../words";
import { callersShutOut } from "./callers";
import { type Found, projectRef } from "./found";
import type { Project } from "./projects";
import type { Workspace } from "./workspaces";

const NOT_MEANT = `If that is not meant, leave the annotation at "enabled".`;
const CUT_OFF =
    "It belongs to the system: whoever needs its DNS, its gateways, its monitoring or its extensions is cut off.";

/** What is said of a project whose isolation is switched; who is cut off by it, the connections tell. */
export function projectSwitched(project: Project, isWhole: boolean): Found[] {
    const { name, before, after } = project;
    // Outside of workspaces KubeSphere isolates nothing: that is said by another rule.
    if (!isSwitched(before.isolation, after.isolation) || after.around === "outside") {
        return [];
    }
    const found = { object: projectRef(name), before: before.isolation, after: after.isolation };
    if (after.isolation === "off") {
        return [{ ...found, ...OFF, message: opened(project) }];
    }
    if (after.isIsolated === true && (isSystemNamespace(name) || after.workspace === SYSTEM_WORKSPACE)) {
        return [{ ...found, ...SYSTEM }];
    }
    // Where only a stack is known, the cluster may have policies that let them in.
    const callers = isWhole || project.isNew ? callersShutOut(project.policies.after) : {};
    const message = `Only pods of the project reach its pods, and those whom its policies allow.${callers.message ?? ""}`;
    return [{ ...found, severity: "notice", rule: ON_RULE.id, ...callers, message }, ...replaced(project)];
}

/** What is said of a workspace whose isolation is switched. */
export function workspaceSwitched({ name, kind, before, after }: Workspace, projects: readonly Project[]): Found[] {
    if (!isSwitched(before, after)) {
        return [];
    }
    const found = { object: { kind, name }, before, after };
    if (after === "off") {
        const message =
            "Everybody reaches the pods of its projects, as far as NetworkPolicies and the projects' own isolation let them.";
        return [{ ...found, ...OFF, message }];
    }
    if (name === SYSTEM_WORKSPACE) {
        return [{ ...found, ...SYSTEM }];
    }
    const own = projects.filter((each) => each.after.workspace === name && each.after.isolation === "on");
    const names = own.map((each) => each.name);
    const stay = names.length > 0 ? ` What isolates itself stays as it is: ${listed(names)}.` : "";
    return [
        {
            ...found,
            severity: "notice",
            rule: ON_RULE.id,
            message: `Only pods of its projects reach the pods of its projects, and those whom policies allow.${stay}`,
        },
    ];
}

const OFF = said("warning", OFF_RULE, NOT_MEANT);
const SYSTEM = {
    ...said("danger", SYSTEM_RULE, `Write "disabled", unless that is meant and everything it needs is allowed.`),
    message: CUT_OFF,
};

function isSwitched(before: Isolation, after: Isolation): boolean {
    return before !== after && before !== "unknown" && after !== "unknown";
}

function said(severity: Found["severity"], { id }: RuleInfo, wayOut: string) {
    return { severity, rule: id, wayOut } as const;
}

function opened({ after: { around, workspace = "" } }: Project): string {
    return around === "on"
        ? `Its workspace "${workspace}" still isolates it: pods of all projects of the workspace reach its pods.`
        : `Everybody in the cluster reaches its pods, as far as NetworkPolicies${around === "off" ? "" : " and the isolation of its workspace"} let them.`;
}

/** A project that its workspace isolated before. */
function replaced({ name, before, after: { around, workspace = "" } }: Project): Found[] {
    return before.isolation === "off" && before.around === "on" && around === "on"
        ? [
              {
                  severity: "notice",
                  rule: PROJECT_WINS_RULE.id,
                  object: projectRef(name),
                  before: `isolated by the workspace "${workspace}"`,
                  after: "isolated by itself",
                  message: `Its own isolation counts alone from now on: pods of other projects of the workspace "${workspace}" no longer reach its pods.`,
              },
          ]
        : [];
}
