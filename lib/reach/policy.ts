// SPDX-License-Identifier: Apache-2.0
import { matches } from "../label-selector";
import { AddressSet } from "./addresses";
import { addressesOf, means, type PeerWorld } from "./peers";
import { namedPortsOf, portsOf } from "./policy-ports";
import { PortSet } from "./ports";
import type { NetworkPolicy, Party, PolicyRule, Workload } from "./world";

/** Which way a policy looks at traffic: as that of pods which are reached, or which reach out. */
export type Direction = "ingress" | "egress";

const TYPES: Readonly<Record<Direction, string>> = { ingress: "Ingress", egress: "Egress" };

/**
 * Whether a policy restricts the traffic of pods one way: what its rules do not allow is forbidden then. Pods on the network
 * of their node are never restricted.
 */
export function restricts(policy: NetworkPolicy, direction: Direction, pods: Workload): boolean {
    return (
        policy.namespace === pods.namespace &&
        !pods.isHostNetwork &&
        typesOf(policy).includes(TYPES[direction]) &&
        matches(policy.podSelector, pods.labels)
    );
}

/**
 * The ways that a policy restricts. Where it says none it is ingress, and egress if there is a rule for it: an empty list of
 * egress rules is none. Source: SetDefaults_NetworkPolicy in pkg/apis/networking/v1/defaults.go of Kubernetes.
 */
export function typesOf({ policyTypes = [], egress = [] }: NetworkPolicy): readonly string[] {
    return policyTypes.length > 0 ? policyTypes : ["Ingress", ...(egress.length > 0 ? ["Egress"] : [])];
}

/** The two ends of traffic as a policy of one end sees them. */
export interface Traffic {
    /** Who is at the other end. */
    readonly peer: Party;
    /** Which of both is reached: names of ports mean its ports. */
    readonly reached: Party;
    readonly world: PeerWorld;
}

/** The ports at which each rule of a policy allows traffic one way, in the order of the rules; none if it does not mean the peer. */
export function allowedPorts(policy: NetworkPolicy, direction: Direction, traffic: Traffic): PortSet[] {
    const { peer, reached, world } = traffic;
    const named = namedPortsOf(reached);
    return rulesOf(policy, direction).map(({ peers = [], ports = [] }) => {
        const isMeant = peers.length === 0 || peers.some((each) => means(each, peer, policy.namespace, world));
        return isMeant ? portsOf(ports, named) : PortSet.NONE;
    });
}

/** Addresses outside of pods, and the ports at which these are allowed. */
export interface AllowedRange {
    readonly ports: PortSet;
    readonly addresses: AddressSet;
}

/**
 * What each rule of a policy allows for addresses outside of pods, in the order of the rules; rules that mean no address, or
 * no port of one, are left out. `pods` are those that the policy restricts: in rules for ingress names of ports mean theirs,
 * in rules for egress they mean none.
 */
export function allowedRanges(policy: NetworkPolicy, direction: Direction, pods: Workload): AllowedRange[] {
    const named = direction === "ingress" ? namedPortsOf(pods) : [];
    return rulesOf(policy, direction)
        .map(({ peers = [], ports = [] }) => ({
            ports: portsOf(ports, named),
            addresses: peers.length === 0 ? AddressSet.ALL : blocksOf(peers),
        }))
        .filter(({ ports, addresses }) => !ports.isEmpty && !addresses.isEmpty);
}

/** The rules of a policy for one way. */
export function rulesOf(policy: NetworkPolicy, direction: Direction): readonly PolicyRule[] {
    return policy[direction] ?? [];
}

function blocksOf(peers: NonNullable<PolicyRule["peers"]>): AddressSet {
    return peers.reduce((all, { ipBlock }) => (ipBlock ? all.union(addressesOf(ipBlock)) : all), AddressSet.NONE);
}
