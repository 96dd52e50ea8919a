// SPDX-License-Identifier: Apache-2.0
import type { Position } from "kubesphere-network/lib/platform/document";
import { counted } from "kubesphere-network/lib/report/words";
import type { PolicyObject } from "kubesphere-network-policies/objects/object";
import type { Input } from "../inputs/input";
import type { RuleInfo } from "./rule-infos";

/** A mandatory finding stops, the others do not. */
export type Level = "mandatory" | "advisory" | "undecided";

/** What a rule found, and where. */
export interface Finding {
    /** Name of the rule. */
    readonly rule: string;
    readonly level: Level;
    readonly message: string;
    /** Missing for what is about exemptions. */
    readonly object?: PolicyObject;
    /** Path in the object, such as "spec.cidr". */
    readonly property?: string;
    /** What the object was read from. */
    readonly input?: Input;
    /** Where it stands, if the input has lines. */
    readonly position?: Position;
}

/** How much was checked, and how much of each level was found. */
export interface Summary extends Readonly<Record<Level, number>> {
    readonly objects: number;
    readonly rules: number;
}

/** All that a check has to say, which each format writes in its own way. */
export interface Report {
    /** Rules that were applied, those about exemptions too. */
    readonly rules: readonly RuleInfo[];
    readonly inputs: readonly Input[];
    /** In the order of inputs, lines and rules; what is about exemptions comes last. */
    readonly findings: readonly Finding[];
    /** Counts also findings that are left out of the list. */
    readonly summary: Summary;
}

/** The summary in words. */
export function summaryLine({ objects, rules, mandatory, advisory, undecided }: Summary): string {
    const found = [
        mandatory === 0 ? "no violations" : counted(mandatory, "violation"),
        ...(advisory === 0 ? [] : [`${advisory} advice`]),
        ...(undecided === 0 ? [] : [`${undecided} not decided`]),
    ];
    return `${counted(objects, "object")}, ${counted(rules, "rule")}: ${found.join(", ")}.`;
}
