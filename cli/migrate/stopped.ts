// SPDX-License-Identifier: Apache-2.0

/** The migration cannot go on for now. Everything that was done stays, and is in the journal. */
export class Stopped extends Error {
    /** Whole sentences: what is wrong, all of it at once. */
    constructor(public readonly reasons: readonly string[]) {
        super(reasons.join("\n"));
        this.name = "Stopped";
    }
}

/** Somebody wants it to stop here. */
export class Interrupted extends Error {
    constructor() {
        super("Interrupted.");
        this.name = "Interrupted";
    }
}
