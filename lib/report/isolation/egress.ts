// SPDX-License-Identifier: Apache-2.0
import { firstEgressFindings } from "../../isolation/first-egress";
import type { KubeObject } from "../objects";
import { FIRST_EGRESS_ID, LAST_EGRESS_RULE } from "../rules/isolation-rules";
import { listed } from "../words";
import { type Found, projectRef } from "./found";
import { hasEgress, namesOf } from "./policies";
import type { Project } from "./projects";
import type { Surroundings } from "./surroundings";

/** What is said where the first rule for egress comes, or the last one goes. */
export function egressFindings(project: Project, isWhole: boolean, surroundings: Surroundings): Found[] {
    const { before, after, policies, isNew } = project;
    // Where only a stack is known, the cluster may have more policies.
    const was = isRestricted(before.isIsolated, policies.before, isWhole || isNew);
    const will = isRestricted(after.isIsolated, policies.after, isWhole);
    if (was === false && will === true) {
        return [firstEgress(project, surroundings)];
    }
    return was === true && will === false && after.isIsolated === true ? [lastEgress(project)] : [];
}

/** Whether what goes out of a project is restricted; undefined while that is not known. */
function isRestricted(
    isIsolated: boolean | undefined,
    policies: readonly KubeObject[],
    areAll: boolean,
): boolean | undefined {
    const rules = policies.map(hasEgress);
    const has = rules.includes(true) ? true : rules.includes(undefined) || !areAll ? undefined : false;
    return isIsolated === false || has === false ? false : isIsolated && has;
}

function firstEgress({ name, policies }: Project, surroundings: Surroundings): Found {
    const names = listed(namesOf(policies.after.filter((policy) => hasEgress(policy) === true)));
    const said = firstEgressFindings("spec.egress", names, surroundings.ofDns());
    return {
        severity: "warning",
        rule: FIRST_EGRESS_ID,
        object: projectRef(name),
        before: "egress to everybody",
        after: "egress to whom rules allow",
        message: said.map(({ message }) => message).join(" "),
        wayOut: "Allow everything that its pods need, the project itself too, by rules for egress.",
    };
}

function lastEgress({ name }: Project): Found {
    return {
        severity: "warning",
        rule: LAST_EGRESS_RULE.id,
        object: projectRef(name),
        before: "egress to whom rules allow",
        after: "egress to everybody",
        message: "No policy with a rule for egress is left: the pods of the project reach everybody that lets them in.",
        wayOut: "If that is not meant, keep a policy for egress.",
    };
}
