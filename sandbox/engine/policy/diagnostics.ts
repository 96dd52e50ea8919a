// SPDX-License-Identifier: Apache-2.0
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { blind } from "../display/blind";
import type { EventBody, PolicyEvent } from "../model";
import type { Properties } from "../values";
import type { EnforcementLevel } from "./pack-config";

/** One violation of a rule. */
export interface PolicyDiagnostic {
    readonly policyName: string;
    readonly policyPackName: string;
    readonly policyPackVersion: string;
    readonly description: string;
    readonly message: string;
    readonly enforcementLevel: EnforcementLevel;
    readonly severity?: string;
    /** The resource that violates the rule; a stack rule may leave it out. */
    readonly urn?: string;
}

/** One change that a rule made to a resource. */
export interface PolicyRemediation {
    readonly policyName: string;
    readonly policyPackName: string;
    readonly policyPackVersion: string;
    readonly description: string;
    readonly urn: string;
    readonly before: Properties;
    readonly after: Properties;
}

type RemediationEvent = Extract<EventBody, { policyRemediationEvent: unknown }>["policyRemediationEvent"];

const LEVELS: readonly (readonly [analyzer.EnforcementLevel, EnforcementLevel])[] = [
    [analyzer.EnforcementLevel.ADVISORY, "advisory"],
    [analyzer.EnforcementLevel.MANDATORY, "mandatory"],
    [analyzer.EnforcementLevel.DISABLED, "disabled"],
    [analyzer.EnforcementLevel.REMEDIATE, "remediate"],
];

const SEVERITIES: Readonly<Record<number, string>> = {
    [analyzer.PolicySeverity.POLICY_SEVERITY_LOW]: "low",
    [analyzer.PolicySeverity.POLICY_SEVERITY_MEDIUM]: "medium",
    [analyzer.PolicySeverity.POLICY_SEVERITY_HIGH]: "high",
    [analyzer.PolicySeverity.POLICY_SEVERITY_CRITICAL]: "critical",
};

/** The engine's word for a level of the protocol. */
export function levelOf(level: analyzer.EnforcementLevel): EnforcementLevel {
    return LEVELS.find(([number]) => number === level)?.[1] ?? "mandatory";
}

/** The protocol's number for a level. */
export function levelNumber(level: EnforcementLevel): analyzer.EnforcementLevel {
    return LEVELS.find(([, name]) => name === level)?.[0] ?? analyzer.EnforcementLevel.MANDATORY;
}

export function severityOf(severity: analyzer.PolicySeverity): string | undefined {
    return SEVERITIES[severity];
}

/** What the engine tells about a violation; `urn` is the resource it looked at, if the rule named none. */
export function toPolicyEvent(diagnostic: PolicyDiagnostic, urn?: string): PolicyEvent {
    const resourceUrn = diagnostic.urn ?? urn;
    return {
        ...(resourceUrn === undefined ? {} : { resourceUrn }),
        message: `<{%reset%}>${diagnostic.message}<{%reset%}>\n`,
        color: "raw",
        policyName: diagnostic.policyName,
        policyPackName: diagnostic.policyPackName,
        policyPackVersion: diagnostic.policyPackVersion,
        policyPackVersionTag: diagnostic.policyPackVersion,
        enforcementLevel: diagnostic.enforcementLevel === "disabled" ? "advisory" : diagnostic.enforcementLevel,
        ...(diagnostic.severity === undefined ? {} : { severity: diagnostic.severity }),
    };
}

/** What the engine tells about a remediation. */
export function toRemediationEvent(remediation: PolicyRemediation): RemediationEvent {
    return {
        resourceUrn: remediation.urn,
        color: "raw",
        policyName: remediation.policyName,
        policyPackName: remediation.policyPackName,
        policyPackVersion: remediation.policyPackVersion,
        policyPackVersionTag: remediation.policyPackVersion,
        before: blind(remediation.before),
        after: blind(remediation.after),
    };
}
