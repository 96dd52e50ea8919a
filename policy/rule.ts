// SPDX-License-Identifier: Apache-2.0
import type { EnforcementLevel, Severity } from "@pulumi/policy";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import type { Kind } from "kubesphere-network/lib/kinds";
import type { PolicyObject } from "./objects/object";

/** What a rule is, under the names that Pulumi has for it. */
interface RuleBase {
    /** Stable, and unique in the pack: the key in policy configuration. */
    readonly name: string;
    readonly displayName: string;
    /** One sentence: what must hold. */
    readonly description: string;
    readonly severity: Severity;
    /** The level without any configuration, which is that of the preset "baseline". */
    readonly enforcementLevel: EnforcementLevel;
    /** The level in the preset "strict". */
    readonly strict: EnforcementLevel;
    /** What to do about a violation. */
    readonly remediationSteps: string;
    readonly tags: readonly string[];
    /** Configuration beside `exclude`, which every rule has. */
    readonly config?: Readonly<Record<string, PolicyConfigJSONSchema>>;
}

/** Where a rule says what it found. */
export interface Findings {
    /** Something is wrong with the object, at a property such as "spec.cidr". A warning stops nothing. */
    readonly violation: (object: PolicyObject, message: string, property?: string, severity?: "warning") => void;
    /** It cannot be told yet, because a preview does not know the property, which may be of another object. */
    readonly undecided: (object: PolicyObject, property: string, of?: PolicyObject) => void;
}

/** Sets one property of an object. */
export interface Edit {
    readonly path: readonly string[];
    readonly value: string;
}

/** A rule about single objects. */
export interface ObjectRule<C = unknown> extends RuleBase {
    /** Kinds that it is about; all if undefined. Patches of an object are looked at too. */
    readonly kinds?: readonly Pick<Kind, "apiVersion" | "kind">[];
    readonly checkObject: (object: PolicyObject, config: C, findings: Findings) => void;
    /** What is certain to be right in place of what breaks the rule; done to it, the rule finds nothing more to put right. */
    readonly remediate?: (object: PolicyObject, config: C) => readonly Edit[];
}

/** A rule about what a stack has as a whole. */
export interface StackRule<C = unknown> extends RuleBase {
    readonly checkStack: (objects: readonly PolicyObject[], config: C, findings: Findings) => void;
}

export type PackRule = ObjectRule | StackRule;

/** A list of texts in a rule's configuration, empty unless said otherwise. */
export function texts(description: string, byDefault: string[] = []): PolicyConfigJSONSchema {
    return { type: "array", items: { type: "string" }, default: byDefault, description };
}

/** Defines a rule about objects with a configuration of its own type. */
export function objectRule<C>(rule: ObjectRule<C>): ObjectRule {
    return rule as ObjectRule;
}

/** Defines a rule about a stack with a configuration of its own type. */
export function stackRule<C>(rule: StackRule<C>): StackRule {
    return rule as StackRule;
}

export function isObjectRule(rule: PackRule): rule is ObjectRule {
    return "checkObject" in rule;
}
