// SPDX-License-Identifier: Apache-2.0
import type { Goal } from "../goal";
import type { ResourceState } from "../model";
import type { Properties } from "../values";

/** How the policy packs of a run look at its resources. */
export interface PolicyChecks {
    /**
     * Looks at one resource before its step; the inputs come back as remediations left them. Throws a PolicyViolation
     * once a mandatory rule is violated.
     */
    resource(goal: Goal, inputs: Properties): Promise<Properties>;
    /** Looks at the whole stack once everything is registered. */
    stack(states: readonly ResourceState[]): Promise<void>;
}

/** A run without policy packs. */
export const NO_POLICIES: PolicyChecks = {
    resource: (_goal, inputs) => Promise.resolve(inputs),
    stack: () => Promise.resolve(),
};
