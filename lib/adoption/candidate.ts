// SPDX-License-Identifier: Apache-2.0
import type { AdoptedObject, LeftOut } from "./adoption";

/** What can be adopted as far as it is seen alone: a part of the platform, and the object that it stands for. */
export interface Candidate {
    /** Keys that lead to the part in its cluster's section, such as ["projects", "shop"]. */
    readonly at: readonly string[];
    /** What stands there. */
    readonly value: object;
    readonly object: AdoptedObject;
    /** What messages call it, if it has to be left out after all. */
    readonly title: Title;
}

/** What a part of a cluster is called in the list of what is left out. */
export type Title = Pick<LeftOut, "cluster" | "kind" | "name" | "part">;

/** What looking at objects gave. */
export interface Found {
    readonly candidates: readonly Candidate[];
    readonly leftOut: readonly LeftOut[];
}

/** Why something is left out, and what to do about it. */
export type Refusal = Pick<LeftOut, "reason" | "wayOut">;

/** A candidate alone. */
export function found(candidate: Candidate): Found {
    return { candidates: [candidate], leftOut: [] };
}

/** Something that is left out. */
export function leftOut(title: Title, { reason, wayOut }: Refusal): Found {
    return { candidates: [], leftOut: [{ ...title, reason, ...(wayOut !== undefined && { wayOut }) }] };
}

/** Everything of several looks. */
export function together(parts: readonly Found[]): Found {
    return {
        candidates: parts.flatMap(({ candidates }) => candidates),
        leftOut: parts.flatMap((part) => part.leftOut),
    };
}
