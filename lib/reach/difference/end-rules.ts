// SPDX-License-Identifier: Apache-2.0
import type { NetworkPolicy } from "../world";

/** Whom a rule lets through at which ports, all of it by number: a set of parties, and ports of rules. */
export interface Allowance {
    readonly peers: number;
    readonly ports: number;
}

/** A policy that restricts an end, and what it allows there. */
export interface Restriction {
    readonly policy: NetworkPolicy;
    /** Of the policy, with its namespace: the same for the same policy in both worlds. */
    readonly name: string;
    readonly allowances: readonly Allowance[];
}

/** What the policies of one end say. */
export interface EndRules {
    /** The same number for ends that let the same through, in both worlds. */
    readonly profile: number;
    /** Nothing is restricted if there are none. */
    readonly restrictions: readonly Restriction[];
    /** What all of them allow, each only once. */
    readonly allowances: readonly Allowance[];
}

/** An end that nothing restricts. */
export const UNRESTRICTED: EndRules = { profile: 0, restrictions: [], allowances: [] };
