// SPDX-License-Identifier: Apache-2.0
import { check, type Finding as PolicyFinding, type Settings } from "kubesphere-network-policies/check";
import type { Exemptions } from "kubesphere-network-policies/exemptions/exemptions";
import type { PolicyObject } from "kubesphere-network-policies/objects/object";
import { rules } from "kubesphere-network-policies/rules";
import type { Input } from "../inputs/input";
import type { Finding, Level, Report } from "./report";
import { ruleInfos } from "./rule-infos";

/** Where an object comes from: the input, and its number in there. */
interface Origin {
    readonly input: Input;
    readonly index: number;
}

/** Applies the rules to all that was read, together: a pool of one file may overlap that of another. */
export function reportOn(inputs: readonly Input[], settings: Settings, exemptions: Exemptions): Report {
    const origins = new Map<PolicyObject, Origin>();
    for (const input of inputs) {
        input.objects.forEach((object, index) => origins.set(object, { input, index }));
    }
    const findings = check(rules, [...origins.keys()], settings, exemptions)
        .map((finding) => located(finding, origins))
        .sort(byPlace(inputs, origins));
    const isApplied = ({ name }: { readonly name: string }): boolean => settings.get(name)?.level !== "disabled";
    const count = (level: Level): number => findings.filter((finding) => finding.level === level).length;
    return {
        rules: ruleInfos().filter(isApplied),
        inputs,
        findings,
        summary: {
            objects: origins.size,
            rules: rules.filter(isApplied).length,
            mandatory: count("mandatory"),
            advisory: count("advisory"),
            undecided: count("undecided"),
        },
    };
}

function located(finding: PolicyFinding, origins: ReadonlyMap<PolicyObject, Origin>): Finding {
    const { rule, message, object, property } = finding;
    const input = object && origins.get(object)?.input;
    const position = object && input?.positionOf?.(object, property);
    return {
        rule,
        level: finding.isUndecided ? "undecided" : finding.level,
        message,
        ...(object && { object }),
        ...(property !== undefined && { property }),
        ...(input && { input }),
        ...(position && { position }),
    };
}

/** Sorts by input, and there by line, or by object where there are no lines. What is of one place stays in the order of rules. */
function byPlace(
    inputs: readonly Input[],
    origins: ReadonlyMap<PolicyObject, Origin>,
): (one: Finding, other: Finding) => number {
    const order = new Map(inputs.map((input, index) => [input, index]));
    const placeOf = ({ object, position }: Finding): [number, number, number] => {
        const origin = object && origins.get(object);
        const input = (origin && order.get(origin.input)) ?? inputs.length;
        return [input, position?.line ?? origin?.index ?? 0, position?.column ?? 0];
    };
    return (one, other) => {
        const [a, b] = [placeOf(one), placeOf(other)];
        return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
    };
}
