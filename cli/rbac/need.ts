// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "kubesphere-network/lib/kinds";

/** What a role lets somebody do. */
export type Verb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete";

/** A right that a command needs, and what for. */
export interface Need {
    readonly kind: Kind;
    /** Such as "eviction". */
    readonly subresource?: string;
    readonly verbs: readonly Verb[];
    /** Only objects of these names; all of them by default. Never with "list" or "create". */
    readonly names?: readonly string[];
    /** Only in this namespace; everywhere by default. */
    readonly namespace?: string;
    /** What it is for, as the rest of a sentence that begins with "to": "count addresses by pool". */
    readonly to: string;
    /** What is missing without it, in a whole sentence; undefined if the command cannot do without. */
    readonly without?: string;
    /** The option that needs it, such as "--through kubesphere"; undefined if the command always does. */
    readonly option?: string;
}

/** All that a command needs. */
export interface CommandNeeds {
    /** Such as "migrate run". */
    readonly command: string;
    readonly needs: readonly Need[];
}
