// SPDX-License-Identifier: Apache-2.0
import type { PolicyObject } from "./object";
import { at, type Tree, UNKNOWN } from "kubesphere-network/lib/tree";

/** Somebody whom a NamespaceNetworkPolicy or a NetworkPolicy lets through. */
export interface Peer {
    /** Namespace of the peer, or of the service that it is; undefined if it has none. */
    readonly namespace: Tree;
    readonly cidr: Tree;
    /** Where in the object the peer stands. */
    readonly property: string;
}

const LISTS = { ingress: "from", egress: "to" } as const;

/** The peers of a policy, one way; one that is UNKNOWN stands for all that may be there. */
export function peersOf({ tree }: PolicyObject, direction: keyof typeof LISTS): Peer[] {
    return listAt(tree, "spec", direction).flatMap((rule, index) =>
        listAt(rule, LISTS[direction]).map((peer, place) => ({
            namespace: at(peer, "namespace", "name") ?? at(peer, "service", "namespace"),
            cidr: at(peer, "ipBlock", "cidr"),
            property: `spec.${direction}[${index}].${LISTS[direction]}[${place}]`,
        })),
    );
}

function listAt(tree: Tree, ...path: string[]): readonly Tree[] {
    const list = at(tree, ...path);
    return Array.isArray(list) || list === UNKNOWN ? [list].flat() : [];
}
