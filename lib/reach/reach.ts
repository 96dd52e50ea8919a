// SPDX-License-Identifier: Apache-2.0
import { missesLabel } from "./peers";
import { allowedPorts, type Direction, restricts, rulesOf, type Traffic } from "./policy";
import { PortSet } from "./ports";
import { isWorkload, type NetworkPolicy, type Party, type World } from "./world";

/** What one policy has to say about traffic. */
export interface Verdict {
    readonly policy: NetworkPolicy;
    /** The rules that allow something, by their index in the policy's list. */
    readonly rules: readonly { readonly index: number; readonly ports: PortSet }[];
    /** What all of them allow together; nothing if the policy only restricts. */
    readonly ports: PortSet;
    /** Whether a rule does not mean the other end only because the label is missing by which KubeSphere 3 finds its namespace. */
    readonly missesLabel: boolean;
}

/** What the policies of one end let through. */
export interface End {
    readonly direction: Direction;
    /** The policies that restrict this end. If there are none, everything is let through. */
    readonly verdicts: readonly Verdict[];
    /** What this end lets through: what its policies allow adds up. */
    readonly ports: PortSet;
}

/** Whether one party reaches another, and why. */
export interface Reach {
    /** The ports at which both ends let the traffic through. */
    readonly ports: PortSet;
    /** The end that reaches out. */
    readonly egress: End;
    /** The end that is reached. */
    readonly ingress: End;
}

/**
 * Whether one party reaches another by what the NetworkPolicies say: those of both ends must let it through. What answers
 * needs no rule. Pods of one workload are others to each other, though a pod always reaches itself; and a node always reaches
 * the pods that run on it, which is not known here of an address.
 * Source: https://kubernetes.io/docs/concepts/services-networking/network-policies
 */
export function reach(from: Party, to: Party, world: World): Reach {
    const egress = endOf("egress", from, { peer: to, reached: to, world }, world.policies);
    const ingress = endOf("ingress", to, { peer: from, reached: to, world }, world.policies);
    return { ports: egress.ports.intersect(ingress.ports), egress, ingress };
}

function endOf(direction: Direction, own: Party, traffic: Traffic, policies: readonly NetworkPolicy[]): End {
    const restricting = isWorkload(own) ? policies.filter((policy) => restricts(policy, direction, own)) : [];
    const verdicts = restricting.map((policy): Verdict => {
        const ports = allowedPorts(policy, direction, traffic);
        const rules = ports.map((each, index) => ({ index, ports: each })).filter((rule) => !rule.ports.isEmpty);
        const peers = rulesOf(policy, direction).flatMap((rule) => rule.peers ?? []);
        const missed = peers.some((peer) => missesLabel(peer, traffic.peer, traffic.world));
        return { policy, rules, ports: together(ports), missesLabel: missed };
    });
    const ports = verdicts.length === 0 ? PortSet.ALL : together(verdicts.map((verdict) => verdict.ports));
    return { direction, verdicts, ports };
}

function together(sets: readonly PortSet[]): PortSet {
    return sets.reduce((all, each) => all.union(each), PortSet.NONE);
}
