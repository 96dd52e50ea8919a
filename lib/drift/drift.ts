// SPDX-License-Identifier: Apache-2.0
import type { ObjectRef, Severity } from "../report/report";
import type { Tree } from "../tree";
import type { Trace } from "./trace";

/** A field that differs from what is wanted. */
export interface DriftField {
    /** The way to it in the object, such as ["spec", "natOutgoing"]. */
    readonly path: readonly string[];
    /** What is wanted there; undefined where nothing is. */
    readonly wanted?: Tree;
    /** What is there; undefined where nothing is. */
    readonly live?: Tree;
    /** Whether neither value may be printed: they are, or may have, secrets. */
    readonly isHidden?: boolean;
}

/** A change of the program that makes the live state the wanted one. */
export interface Setting {
    /** The way to the argument, such as ["pools", "pool-a", "natOutgoing"]. */
    readonly path: readonly string[];
    /** Undefined to take the argument out. */
    readonly value?: Tree;
}

/** Something that differs, as it is found: who did it and what to do follows from it. */
export interface Found {
    /** Stable id, such as "drift-pool-nat". */
    readonly rule: string;
    readonly severity: Severity;
    /** Ids of the report's rules that say what it leads to. */
    readonly leadsTo: readonly string[];
    /** What is wanted and what is there, in words. */
    readonly wanted?: string;
    readonly live?: string;
    /** Whole sentences: what differs. */
    readonly message: string;
    /** The fields; none where the object itself is gone. */
    readonly fields: readonly DriftField[];
    /** What to write to accept it, relative to what the object's arguments are; undefined if no argument says it. */
    readonly accept?: readonly Setting[];
    /** Objects that are gone because of it, such as `NamespaceNetworkPolicy "shop/from-web"`. */
    readonly explains?: readonly string[];
}

/** How to have again what is wanted. */
export interface TakeBack {
    /** With Pulumi, in whole sentences. */
    readonly update: string;
    /** With kubectl: exact, one after the other. None where a value may be secret. */
    readonly commands: readonly string[];
}

/** How to have what is there from now on. */
export interface Accept {
    /** Where to write it, such as "network.yaml" or `IPPool "pool-a"` of the program. */
    readonly where: string;
    readonly settings: readonly Setting[];
    /** The same in whole sentences. */
    readonly text: string;
}

/** One thing that somebody has changed, and all that is to be known of it. */
export interface Drift extends Omit<Found, "leadsTo" | "accept"> {
    /** Set where several clusters are compared. */
    readonly cluster?: string;
    readonly object: ObjectRef;
    /** Who changed each of the fields, as far as the object tells. */
    readonly changedBy: readonly (Trace & { readonly property: string })[];
    /** What it leads to, in whole sentences. */
    readonly breaks: readonly string[];
    /** What an update of the stack does about it, in whole sentences. */
    readonly onUpdate: string;
    readonly takeBack: TakeBack;
    readonly accept?: Accept;
}

/** Something that could not be compared. */
export interface NotCompared {
    readonly cluster?: string;
    /** What it is, such as `InstallPlan "network"` or "IPPool (3)". */
    readonly what: string;
    /** Why, in a whole sentence that names the missing right if it is one. */
    readonly why: string;
}

/** What differs between what is wanted and what is there. */
export interface Drifts {
    /** How many objects were compared. */
    readonly compared: number;
    /** By severity, then by object. */
    readonly drifts: readonly Drift[];
    readonly notCompared: readonly NotCompared[];
}
