// SPDX-License-Identifier: Apache-2.0

export type StackOperation = "preview" | "up" | "refresh" | "destroy";

export interface StackRunOptions {
    /** Reads every resource again first. Only for `preview` and `up`. */
    readonly refresh?: boolean;
    /** Runs the program for the hooks that it registers. Only for `destroy`. */
    readonly runProgram?: boolean;
    /** Folders of policy packs. Only for `preview` and `up`. */
    readonly policyPacks?: string[];
    /** Configuration of the pack at the same place. */
    readonly policyPackConfigs?: string[];
}

/** What came of one operation on a stack. */
export interface StackRun {
    readonly succeeded: boolean;
    /** `<operation> <type>::<name>` of every finished step but `same`, sorted; without the stack and its providers. */
    readonly steps: readonly string[];
    /** `<type>::<name> in <type>::<name>` of everything that there is after its step and of its parent, sorted; as steps. */
    readonly registered: readonly string[];
    /** Number of resources that each operation was for; the stack itself is one of them. */
    readonly changes: Readonly<Partial<Record<string, number>>>;
    /** Every error that a user reads, without colours. */
    readonly errors: readonly string[];
    /** Warnings and information, passing ones too. */
    readonly messages: readonly string[];
    /** `<level> <policy> <name of the resource>` of every violation, sorted. */
    readonly violations: readonly string[];
    /** Outputs of the stack. */
    readonly outputs: Readonly<Record<string, unknown>>;
}

/** Performs operations on the stack of one project. There is one for each engine that the tests are run with. */
export interface StackRunner {
    run(operation: StackOperation, options?: StackRunOptions): Promise<StackRun>;
}

/** A Pulumi project and what its programs are run with. */
export interface StackProject {
    readonly folder: string;
    readonly env: Readonly<Record<string, string>>;
}

/** Opens the stack of a project that has none yet. */
export type OpenRunner = (project: StackProject) => Promise<StackRunner>;
