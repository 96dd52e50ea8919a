// SPDX-License-Identifier: Apache-2.0
import type {
    Policies,
    Policy,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationPolicy,
} from "@pulumi/policy";
import { configSchemaOf } from "../config-schema";
import { docsOf } from "../docs";
import { applyEdits } from "./edits";
import { objectSeenByPolicy } from "./resource";
import { ExemptionsInForce } from "../exemptions/in-force";
import { exemptionPolicies } from "../exemptions/policies";
import { type CommonConfig, isAbout, judge, type Verdict } from "../judge";
import { objectTypeOf, type PolicyObject, titleOf } from "../objects/object";
import { isObjectRule, type ObjectRule, type PackRule, type StackRule } from "../rule";
import { means } from "../objects/scope";

/** The rules as Pulumi runs them. Exemptions are read first and counted last, so they go around the others. */
export function policiesOf(rules: readonly PackRule[]): Policies {
    const exemptions = new ExemptionsInForce(rules.map(({ name }) => name));
    const { inForce, unused } = exemptionPolicies(exemptions);
    const policies = rules.map((rule) =>
        isObjectRule(rule) ? resourcePolicy(rule, exemptions) : stackPolicy(rule, exemptions),
    );
    return [inForce, ...policies, unused];
}

function described(rule: PackRule): Policy {
    const { name, displayName, description, severity, enforcementLevel, remediationSteps, tags } = rule;
    return {
        name,
        displayName,
        description,
        severity,
        enforcementLevel,
        remediationSteps,
        tags: [...tags],
        url: docsOf(name),
        configSchema: configSchemaOf(rule),
    };
}

function resourcePolicy(rule: ObjectRule, exemptions: ExemptionsInForce): ResourceValidationPolicy {
    return {
        ...described(rule),
        validateResource: (args, report) => {
            for (const verdict of judge(rule, meant(rule, args), args.getConfig(), exemptions.current)) {
                tell(report, verdict, verdict.message);
            }
        },
        ...(rule.remediate && {
            remediateResource: (args) => {
                const { exclude = [] } = args.getConfig<CommonConfig>();
                const [object] = meant(rule, args).filter((each) => !means(exclude, each));
                const edits = object === undefined ? [] : (rule.remediate?.(object, args.getConfig()) ?? []);
                // An exemption counts as used only where there is something to put right.
                const isLeft =
                    object === undefined || edits.length === 0 || exemptions.current.covers(rule.name, object);
                return isLeft ? undefined : applyEdits(args.props, edits);
            },
        }),
    };
}

/** Most resources are none of a rule's business: their properties are not even read. */
function meant(rule: ObjectRule, args: ResourceValidationArgs): PolicyObject[] {
    const type = objectTypeOf(args.type);
    const object = type !== undefined && isAbout(rule, type) ? objectSeenByPolicy(args) : undefined;
    return object === undefined ? [] : [object];
}

function stackPolicy(rule: StackRule, exemptions: ExemptionsInForce): StackValidationPolicy {
    return {
        ...described(rule),
        validateStack: (args, report) => {
            const objects = args.resources.flatMap((resource) => objectSeenByPolicy(resource) ?? []);
            for (const verdict of judge(rule, objects, args.getConfig(), exemptions.current)) {
                const { object, message, isUndecided } = verdict;
                tell(report, verdict, isUndecided ? message : `${titleOf(object)}: ${message}`, object.id);
            }
        },
    };
}

/** What is undecided or a warning stops nothing, whatever the level of the rule. The SDK takes this form, its types do not. */
function tell(report: ReportViolation, { isUndecided, severity, rule }: Verdict, message: string, urn?: string): void {
    if (isUndecided || severity) {
        const advice = { message, urn, name: rule.name, enforcementLevel: "advisory" };
        (report as unknown as (violation: object) => void)(advice);
    } else {
        report(message, urn);
    }
}
