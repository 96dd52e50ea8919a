// SPDX-License-Identifier: Apache-2.0

/** One thing that is wrong with an input: which rule, which property, and a sentence that says what to do. */
export interface Problem {
    /** Stable id of the broken rule, e.g. "ippool-cidr-host-bits". */
    readonly rule: string;
    /** Path of the property, e.g. "cidr" or "pools[2].cidr". */
    readonly property: string;
    /** Whole sentence: `'<property>' (<value>) <must ...>. <way out>.` */
    readonly message: string;
    /** Set where the thing may be meant: it is said and stops nothing. */
    readonly severity?: "warning";
}

/** One error for all problems of one thing, so that nobody has to fix them one run at a time. */
export class ProblemsError extends Error {
    public readonly problems: readonly Problem[];

    constructor(subject: string, problems: readonly Problem[]) {
        super(`${subject}:\n${problems.map((problem) => `  - ${problem.message}`).join("\n")}`);
        this.name = "ProblemsError";
        this.problems = problems;
    }
}

/** Throws a ProblemsError that names the subject, unless there is no problem. */
export function assertNoProblems(subject: string, problems: readonly Problem[]): void {
    if (problems.length > 0) {
        throw new ProblemsError(subject, problems);
    }
}

/** A value as it is shown in a message: text as it is, everything else as JSON. */
export function shown(value: unknown): string {
    return value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value);
}

/** The same problems, seen from the thing that contains this one: "cidr" becomes "pools[2].cidr". */
export function within(path: string, problems: readonly Problem[]): Problem[] {
    return problems.map((problem) => ({
        ...problem,
        property: `${path}.${problem.property}`,
        message: problem.message.replaceAll(`'${problem.property}'`, `'${path}.${problem.property}'`),
    }));
}
