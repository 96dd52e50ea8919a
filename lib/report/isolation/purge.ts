// SPDX-License-Identifier: Apache-2.0
import { type ClusterObject, ownerOf } from "../../cluster/objects";
import { at, isKnown } from "../../tree";
import type { KubeObject } from "../objects";
import type { Irreversible, PhasedStep } from "../report";
import { NOT_ISOLATED_RULE, PURGED_RULE } from "../rules/isolation-rules";
import { listed } from "../words";
import { type Found, projectRef, refOf } from "./found";
import { namesOf } from "./policies";
import type { Fate, Project } from "./projects";
import type { Around } from "./stated";

/** How bad it is; a change is told only if it makes it worse. */
const BADNESS: Readonly<Record<Fate, number>> = { stay: 0, depends: 1, purged: 2 };

/** Policies that KubeSphere deletes, or may delete, by what they are doomed by. */
export interface Doomed {
    /** Those that a project loses that is isolated no more. */
    readonly lost: readonly KubeObject[];
    /** Those that the change writes into a project that was not isolated before either. */
    readonly inVain: readonly KubeObject[];
}

/** The policies of a project that the change makes KubeSphere delete. */
export function doomedOf({ before, after, policies }: Project): Doomed {
    if (after.fate === "stay") {
        return { lost: [], inVain: [] };
    }
    const inVain = before.isolation === "off" ? policies.created : [];
    const wasClear = before.isolation === "on" || (before.isolation === "off" && before.around !== "unknown");
    const isWorse = wasClear && BADNESS[after.fate] > BADNESS[before.fate];
    const others = policies.after.filter((policy) => !inVain.includes(policy));
    return { lost: isWorse ? others : [], inVain };
}

/** Names of the policies of a project that KubeSphere deletes without doubt. */
export function purgedNames(project: Project): string[] {
    const { lost, inVain } = doomedOf(project);
    return project.after.fate === "purged" ? namesOf([...lost, ...inVain]) : [];
}

/** What is said of policies that vanish. */
export function purgeFindings(project: Project): Found[] {
    const { name, before, after } = project;
    const { lost, inVain } = doomedOf(project);
    const severity = after.fate === "purged" ? "danger" : "warning";
    const lostFinding: Found = {
        severity,
        rule: PURGED_RULE.id,
        object: projectRef(name),
        before: before.isolation,
        after: after.isolation,
        message: lostMessage(project, lost),
        wayOut: `Keep isolation on, or save the policies first: ${saving(name)}`,
    };
    return [
        ...(lost.length > 0 ? [lostFinding] : []),
        ...inVain.map((policy): Found => ({
            severity,
            rule: NOT_ISOLATED_RULE.id,
            object: refOf(policy),
            message: inVainMessage(project),
            wayOut: `Isolate the project ${name} before the policy is written.`,
        })),
    ];
}

/** Policies that vanish and that the change itself does not write. */
export function purgeLosses(project: Project): Irreversible[] {
    const gone = doomedOf(project).lost.filter(
        (policy) =>
            !project.policies.created.includes(policy) &&
            !project.policies.changed.includes(policy) &&
            !makerOf(policy)?.startsWith("pulumi"),
    );
    return project.after.fate !== "purged" || gone.length === 0
        ? []
        : [
              {
                  object: projectRef(project.name),
                  text: `NamespaceNetworkPolicies that KubeSphere deletes and no program writes again are gone: ${namesOf(gone).join(", ")}. Switching isolation on again does not bring them back.`,
              },
          ];
}

/** What a person does before policies vanish. */
export function purgeSteps(project: Project): PhasedStep[] {
    return doomedOf(project).lost.length === 0
        ? []
        : [
              {
                  phase: "before the update",
                  by: "you",
                  text: `Save the NamespaceNetworkPolicies of ${project.name} if they are needed again: ${saving(project.name)}`,
              },
          ];
}

function saving(namespace: string): string {
    return `kubectl get namespacenetworkpolicies -n ${namespace} -o yaml`;
}

function lostMessage({ after: { around, workspace = "" } }: Project, lost: readonly KubeObject[]): string {
    const names = listed(lost.map(titleOf).sort());
    if (around === "on") {
        return `The workspace "${workspace}" alone isolates the project: KubeSphere 3 deletes its NamespaceNetworkPolicies, 4.2 keeps them: ${names}.`;
    }
    return `KubeSphere deletes every NamespaceNetworkPolicy of the project${unless(around)}: ${names}.`;
}

function inVainMessage({ name, after: { around, workspace = "" } }: Project): string {
    if (around === "on") {
        return `The workspace "${workspace}" alone isolates the project ${name}: KubeSphere 3 deletes the policy again, 4.2 keeps it.`;
    }
    return `The project ${name} is not isolated: KubeSphere deletes the policy again${unless(around)}.`;
}

/** What holds where nothing is known of the workspace's isolation. */
function unless(around: Around): string {
    return around === "off" ? "" : ", unless its workspace is isolated and KubeSphere is 4.2 or newer";
}

function titleOf(policy: KubeObject): string {
    const maker = makerOf(policy);
    return maker === undefined ? policy.name : `${policy.name} (made by ${maker})`;
}

/** Whoever made an object, as far as a cluster tells. */
function makerOf({ tree }: KubeObject): string | undefined {
    return isKnown(at(tree, "metadata")) ? ownerOf(tree as ClusterObject) : undefined;
}
