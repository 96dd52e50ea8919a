// SPDX-License-Identifier: Apache-2.0

/** A step failed and has been reported; the run goes down without saying it again. */
export class StepFailed extends Error {
    constructor(message: string) {
        super(message);
        this.name = "StepFailed";
    }
}

/** The run was stopped, by a failure elsewhere or by the user; nothing is left to say about it. */
export class Stopped extends StepFailed {
    constructor() {
        super("The update was stopped.");
        this.name = "Stopped";
    }
}

/** Mandatory rules are violated; their messages have been told. */
export class PolicyViolation extends StepFailed {
    constructor(policies: readonly string[]) {
        super(`Mandatory policies are violated: ${[...new Set(policies)].join(", ")}.`);
        this.name = "PolicyViolation";
    }
}

export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
