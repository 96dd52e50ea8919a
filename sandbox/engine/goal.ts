// SPDX-License-Identifier: Apache-2.0
import type { CustomTimeouts, HookKind } from "./model";
import type { Properties } from "./values";

/** Names of the hooks bound to a resource. */
export type HookBinding = Partial<Record<HookKind | "onError", string[]>>;

/** What the program wants of one resource, after transforms. */
export interface Goal {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly custom: boolean;
    readonly inputs: Properties;
    readonly parent: string;
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
    readonly dependencies: readonly string[];
    readonly propertyDependencies: Readonly<Record<string, string[]>>;
    /** Reference to an explicit provider; empty means the default provider. */
    readonly provider: string;
    /** Version of the package that the SDK is of; names the default provider. */
    readonly version: string;
    /** Undefined leaves the decision to the provider. */
    readonly deleteBeforeReplace: boolean | undefined;
    readonly ignoreChanges: readonly string[];
    readonly replaceOnChanges: readonly string[];
    readonly additionalSecretOutputs: readonly string[];
    /** URNs that this resource may have had before. */
    readonly aliases: readonly string[];
    readonly importId: string;
    readonly customTimeouts: CustomTimeouts;
    readonly deletedWith: string;
    readonly hooks: HookBinding;
    readonly sourcePosition: string;
}

/** A goal that asks for nothing yet. */
export const EMPTY_GOAL: Goal = {
    urn: "",
    type: "",
    name: "",
    custom: true,
    inputs: {},
    parent: "",
    protect: false,
    retainOnDelete: false,
    dependencies: [],
    propertyDependencies: {},
    provider: "",
    version: "",
    deleteBeforeReplace: undefined,
    ignoreChanges: [],
    replaceOnChanges: [],
    additionalSecretOutputs: [],
    aliases: [],
    importId: "",
    customTimeouts: {},
    deletedWith: "",
    hooks: {},
    sourcePosition: "",
};
