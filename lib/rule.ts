// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "./problem";

/** What a check found: the property and the sentence; the rule's id is added to make it a Problem. */
export type Finding = Omit<Problem, "rule">;

/** What can be told of a rule without looking at any value; docs/rules.md is made of it. */
export interface RuleInfo {
    /** Stable id, e.g. "ippool-cidr-host-bits". */
    readonly id: string;
    /** One sentence: what goes wrong where the rule is broken. */
    readonly reason: string;
    /** Where the rule comes from: a URL, or a file of KubeSphere or Calico. */
    readonly source: string;
}

/** One rule about a value, which says what it reads so that it can be left out while that is unknown. */
export interface Rule<T> extends RuleInfo {
    /** Top-level properties that the check reads. */
    readonly reads: readonly (keyof T & string)[];
    readonly check: (value: T) => readonly Finding[];
}

/** Everything the rules find in a value, of those rules whose properties are all known. */
export function problemsOf<T>(
    rules: readonly Rule<T>[],
    value: T,
    isKnown: (property: keyof T & string) => boolean = () => true,
): Problem[] {
    return rules
        .filter((rule) => rule.reads.every(isKnown))
        .flatMap((rule) => rule.check(value).map((finding) => ({ rule: rule.id, ...finding })));
}
