// SPDX-License-Identifier: Apache-2.0

/** Something a person can put right: the message says what and how. Shown without a stack trace. */
export class ControlPlaneError extends Error {
    constructor(message: string) {
        super(message);
        this.name = "ControlPlaneError";
    }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

/** The code of an error of the operating system, e.g. "ENOENT". */
export function codeOf(error: unknown): string | undefined {
    return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
