// SPDX-License-Identifier: Apache-2.0
// Runs rules as the CLI does, over the same stacks as the runner of a pack.
import assert from "node:assert/strict";
import { check, type Finding, type Settings, settingsOf } from "../../policy/check";
import { type Exemption, Exemptions, today } from "../../policy/exemptions/exemptions";
import { objectSeenByPolicy } from "../../policy/pulumi/resource";
import { type PolicyObject, titleOf } from "../../policy/objects/object";
import { isObjectRule, type PackRule } from "../../policy/rule";
import type { FixtureResource } from "./fixture";
import { type Configs, type Report, seen } from "./runner";

/** Settings in which every rule stops, so that only what is no violation is an advice. */
export function strictly(rules: readonly PackRule[], configs: Configs = {}): Settings {
    const { settings, problems } = settingsOf(rules, "baseline", { ...configs, all: "mandatory" });
    assert.deepEqual(problems, []);
    return settings;
}

/** What rules find in a stack. */
export function findingsOf(
    rules: readonly PackRule[],
    stack: readonly FixtureResource[],
    settings: Settings,
    entries: readonly Exemption[] = [],
): Finding[] {
    return check(rules, objectsOf(stack), settings, new Exemptions(entries, today()));
}

/** The objects of a stack, with those that are about to be deleted. */
function objectsOf(stack: readonly FixtureResource[]): PolicyObject[] {
    return stack.flatMap((resource) => {
        const object = objectSeenByPolicy(seen(resource));
        return object === undefined ? [] : [{ ...object, isDeleted: resource.isDeleted ?? false }];
    });
}

/** Findings as the reports of a pack, which names the object in what is said of a stack. */
export function reportsOf(rules: readonly PackRule[], findings: readonly Finding[]): Report[] {
    return findings.map(({ rule: name, object, message, isUndecided, level }) => {
        const rule = rules.find((each) => each.name === name);
        const isTitled = rule !== undefined && !isObjectRule(rule) && !isUndecided;
        return {
            policy: name,
            ...(object?.resourceName !== undefined && { resource: object.resourceName }),
            message: object !== undefined && isTitled ? `${titleOf(object)}: ${message}` : message,
            ...(level === "advisory" && { isAdvice: true }),
        };
    });
}
