// SPDX-License-Identifier: Apache-2.0

/** What was asked cannot be checked. Holds every reason, so that nobody has to fix them one run at a time. */
export class BadInput extends Error {
    constructor(public readonly problems: readonly string[]) {
        super(problems.join("\n"));
        this.name = "BadInput";
    }
}

/** Throws a BadInput unless there is no problem. */
export function assertGoodInput(problems: readonly string[]): void {
    if (problems.length > 0) {
        throw new BadInput(problems);
    }
}

/** The words of whatever was thrown. */
export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
