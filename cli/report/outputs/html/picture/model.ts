// SPDX-License-Identifier: Apache-2.0
import type { Isolation } from "kubesphere-network/lib/report/report";
import { transition } from "../../words";

/** What becomes of a part of the picture. */
export type Fate = "kept" | "added" | "removed" | "changed";

/** The sign of a fate, so that colour is never all that tells. */
export const SIGNS: Readonly<Record<Fate, string>> = { kept: "", added: "+", removed: "−", changed: "~" };

/** A text in each of the three views. */
export interface Views {
    readonly before: string;
    readonly after: string;
    readonly difference: string;
}

/** What is said before, after, and of the difference of both. */
export function views(say: (text: string) => string, before: string, after: string): Views {
    return { before: say(before), after: say(after), difference: say(transition(before, after)) };
}

/** A pool, or several that stay as they are. */
export interface PoolNode {
    readonly kind: "pool";
    readonly name: string;
    readonly fate: Fate;
    /** Lines under the name: the CIDR, the addresses. */
    readonly lines: readonly (string | Views)[];
}

/** Isolation before and after. */
export interface IsolationState {
    readonly before: Isolation;
    readonly after: Isolation;
}

/** A namespace, or several that stay as they are. */
export interface NamespaceNode {
    readonly kind: "namespace";
    readonly name: string;
    /** Undefined where nobody told, or for namespaces of several. */
    readonly workspace?: string;
    readonly isolation?: IsolationState;
}

/** Who is no single namespace: a range of addresses, or a group in words. */
export interface OtherNode {
    readonly kind: "other";
    readonly name: string;
}

/** Namespaces of one workspace, or of unknown ones. */
export interface Group {
    readonly workspace?: string;
    readonly isolation?: IsolationState;
    readonly namespaces: readonly NamespaceNode[];
}

/** That a namespace may use a pool, or several that share a node. */
export interface Binding {
    readonly pool: PoolNode;
    readonly namespace: NamespaceNode;
    readonly fate: Fate;
    /** The pool by its name, or several in words. */
    readonly poolText: string;
}

/** One end of a connection. */
export interface End {
    readonly node: NamespaceNode | OtherNode;
    /** Which of the namespace's workloads, if not all. */
    readonly workloads?: string;
}

/** What a line joins: all that it comes from with all that it goes to. */
export interface Line<From, To> {
    readonly fate: Fate;
    readonly from: readonly From[];
    readonly to: readonly To[];
    /** What it means, in a sentence. */
    readonly title: string;
}

/** Connections that change alike. */
export interface Wire extends Line<End, End> {
    readonly ports: Views;
}

/** What is drawn of one cluster. */
export interface Picture {
    readonly cluster?: string;
    readonly pools: readonly PoolNode[];
    readonly groups: readonly Group[];
    readonly others: readonly OtherNode[];
    readonly bindings: readonly Binding[];
    readonly wires: readonly Wire[];
    /** Connections that change and are not drawn: a picture of too many shows none. */
    readonly undrawn: number;
}
