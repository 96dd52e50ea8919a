// SPDX-License-Identifier: Apache-2.0
import { ExemptionsInForce } from "kubesphere-network-policies/exemptions/in-force";
import { exemptionPolicies } from "kubesphere-network-policies/exemptions/policies";
import { rules } from "kubesphere-network-policies/rules";

/** What a report says of a rule. */
export interface RuleInfo {
    readonly name: string;
    readonly displayName: string;
    readonly description: string;
    readonly remediationSteps: string;
    readonly tags: readonly string[];
    /** Whether a violation stops where nothing is configured. */
    readonly isMandatory: boolean;
    readonly isAboutExemptions: boolean;
}

/** Every rule that can find something: those of the pack, and around them those about exemptions. */
export function ruleInfos(): RuleInfo[] {
    const { inForce, unused } = exemptionPolicies(new ExemptionsInForce([]));
    return [inForce, ...rules, unused].map((rule) => ({
        name: rule.name,
        displayName: rule.displayName ?? rule.name,
        description: rule.description,
        remediationSteps: rule.remediationSteps ?? "",
        tags: rule.tags ?? [],
        isMandatory: rule.enforcementLevel !== "advisory",
        isAboutExemptions: rule === inForce || rule === unused,
    }));
}
