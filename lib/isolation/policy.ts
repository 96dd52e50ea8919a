// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE_NETWORK_POLICY } from "../kinds";
import { POLICY_TRAFFIC_LABEL, POLICY_TYPE_LABEL } from "../labels";
import { defined, manifest, type Manifest } from "../manifest";

/** Which way the traffic goes that a policy allows, seen from the namespace. */
export const PolicyDirection = { Ingress: "ingress", Egress: "egress" } as const;
export type PolicyDirection = (typeof PolicyDirection)[keyof typeof PolicyDirection];

/** Protocol of a port. */
export const PolicyProtocol = { TCP: "TCP", UDP: "UDP", SCTP: "SCTP" } as const;
export type PolicyProtocol = (typeof PolicyProtocol)[keyof typeof PolicyProtocol];

/** What one policy allows. */
export interface PolicyRule {
    readonly direction: string;
    readonly namespaces?: readonly string[];
    readonly services?: readonly { readonly name: string; readonly namespace: string }[];
    readonly ipBlocks?: readonly { readonly cidr: string; readonly except?: readonly string[] }[];
    readonly ports?: readonly { readonly protocol?: string; readonly port?: number; readonly endPort?: number }[];
}

/** A policy by its name and namespace. */
export interface NamedPolicy extends PolicyRule {
    readonly policyName: string;
    readonly namespace: string;
}

/** The kinds of peers; one policy has peers of one kind. */
export const PEER_KINDS = ["namespaces", "services", "ipBlocks"] as const;
export type PeerKind = (typeof PEER_KINDS)[number];

/** The peer as the object spells it. */
export function policyPeer(kind: PeerKind, peer: unknown): Record<string, unknown> {
    return { namespaces: { namespace: { name: peer } }, services: { service: peer }, ipBlocks: { ipBlock: peer } }[
        kind
    ];
}

/** The spec of a NamespaceNetworkPolicy with one rule. */
export function policySpec(direction: string, peers: unknown, ports: unknown): Record<string, unknown> {
    const rule = defined(direction === PolicyDirection.Ingress ? { from: peers, ports } : { to: peers, ports });
    return direction === PolicyDirection.Ingress
        ? { ingress: [rule], policyTypes: ["Ingress"] }
        : { egress: [rule], policyTypes: ["Egress"] };
}

/** The labels by which KubeSphere's console sorts policies: no policy without them is shown there. */
export function policyLabels(direction: string, kind: PeerKind): Record<string, string> {
    return { [POLICY_TYPE_LABEL]: direction, [POLICY_TRAFFIC_LABEL]: kind === "ipBlocks" ? "outside" : "inside" };
}

/** The whole object of a policy whose values are all known. */
export function namedPolicyManifest(policy: NamedPolicy): Manifest {
    const { direction, ports } = policy;
    const kind = PEER_KINDS.find((each) => policy[each] !== undefined) ?? "namespaces";
    const peers = (policy[kind] ?? []).map((peer) => policyPeer(kind, peer));
    return policyManifest(policy, { direction, kind, peers, ports });
}

/** The whole object. */
export function policyManifest(
    name: { readonly policyName: unknown; readonly namespace: unknown },
    rule: { readonly direction: string; readonly kind: PeerKind; readonly peers: unknown; readonly ports?: unknown },
): Manifest {
    return manifest(
        NAMESPACE_NETWORK_POLICY,
        { name: name.policyName, namespace: name.namespace, labels: policyLabels(rule.direction, rule.kind) },
        { spec: policySpec(rule.direction, rule.peers, rule.ports) },
    );
}
