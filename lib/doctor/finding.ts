// SPDX-License-Identifier: Apache-2.0
import type { ObjectRef, Severity } from "../report/report";

/** What is looked at, in the order in which KubeSphere's own guides look for a fault: causes come before consequences. */
export const AREAS = [
    "extension",
    "plan",
    "workloads",
    "clocks",
    "apis",
    "agents",
    "bindings",
    "isolation",
    "pools",
] as const;
export type Area = (typeof AREAS)[number];

/** What one check says of one object. */
export interface Said {
    readonly severity: Severity;
    readonly object: ObjectRef;
    /** Whole sentences with the values: what is wrong. */
    readonly message: string;
    /** What follows "kubectl" in the command that shows it. */
    readonly seen: string;
    /** Whole sentences: what to do. */
    readonly fix: string;
    /** The last lines that somebody wrote about it, without what looks secret. */
    readonly log?: readonly string[];
}

/** Something that is wrong on a cluster. */
export interface Finding extends Omit<Said, "seen"> {
    readonly area: Area;
    /** Stable id of the rule. */
    readonly rule: string;
    /** The cluster, as KubeSphere calls it. */
    readonly cluster: string;
    /** A whole command. */
    readonly seen: string;
    /** One sentence: what does not work because of it. */
    readonly breaks: string;
}

/** What was looked for and is not there. */
export interface Passed {
    readonly area: Area;
    readonly rule: string;
    readonly cluster: string;
}

/** Checks that could not be done. */
export interface NotChecked {
    readonly cluster: string;
    /** Ids of the rules. */
    readonly rules: readonly string[];
    /** One sentence: why not. */
    readonly reason: string;
    /** What is missing, such as "list nodes"; undefined if that is no right. */
    readonly right?: string;
}

/** What was found and left out, because it follows from something else. */
export interface Consequence {
    readonly rule: string;
    readonly cluster: string;
    /** The rule that found the cause. */
    readonly of: string;
}

/** All that is known after a look at every cluster. */
export interface Diagnosis {
    /** In the order of the areas. */
    readonly findings: readonly Finding[];
    readonly passed: readonly Passed[];
    readonly notChecked: readonly NotChecked[];
    readonly consequences: readonly Consequence[];
}
