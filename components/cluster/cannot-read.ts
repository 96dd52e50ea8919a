// SPDX-License-Identifier: Apache-2.0

/** Why the cluster of a provider cannot be read; no other cluster is read in its place. */
export class CannotRead extends Error {
    constructor(
        why: string,
        /** HTTP status with which the API server refuses; undefined if it is not the server that does. */
        public readonly status?: number,
    ) {
        super(why);
        this.name = "CannotRead";
    }
}

/** The first line of what an error says, with its cause. */
export function messageOf(error: unknown): string {
    if (!(error instanceof Error)) {
        return String(error);
    }
    const said = error.message.split("\n")[0] ?? "";
    return error.cause instanceof Error ? `${said}: ${error.cause.message}` : said;
}
