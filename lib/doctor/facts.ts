// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "../kinds";

/** Why objects of a kind are not known. */
export interface Unread {
    /** One sentence. */
    readonly reason: string;
    /** The right that is missing, such as "list nodes"; undefined if it is not that. */
    readonly right?: string;
    /** True if the cluster does not know the kind. */
    readonly isAbsent?: true;
}

/** What time it was when the cluster was read, in milliseconds since 1970. */
export interface Clocks {
    /** On the API server. */
    readonly server: number;
    /** Where the command runs, at the same moment. */
    readonly local: number;
}

/** What was read of one cluster. */
export interface ClusterFacts {
    /** As KubeSphere calls the cluster, such as "host". */
    readonly name: string;
    /** "kubectl", with the context if it is not the current one. */
    readonly kubectl: string;
    /** Objects of every kind that was read. */
    readonly objects: ReadonlyMap<Kind, readonly object[]>;
    /** Kinds that were not. */
    readonly unread: ReadonlyMap<Kind, Unread>;
    readonly clocks: Clocks;
    /** Last lines of jobs of KubeSphere by the job's name. */
    readonly logs: ReadonlyMap<string, readonly string[]>;
}

/** All clusters that were read. */
export interface Patient {
    readonly host: ClusterFacts;
    readonly members: readonly ClusterFacts[];
}

/** What one check looks at. */
export interface Sight extends Patient {
    /** The cluster that it is asked about. */
    readonly here: ClusterFacts;
}

/** The objects of a kind; none where they were not read. */
export function listOf<T extends object>({ objects }: ClusterFacts, kind: Kind): readonly T[] {
    return (objects.get(kind) ?? []) as readonly T[];
}

/** Whether a cluster knows a kind, as far as that was asked. */
export function serves({ unread }: ClusterFacts, kind: Kind): boolean {
    return unread.get(kind)?.isAbsent !== true;
}
