// SPDX-License-Identifier: Apache-2.0
import type { LabelSelector } from "../../../lib/label-selector";
import type { Protocol } from "../../../lib/reach/ports";
import {
    isWorkload,
    type NetworkPolicy,
    type Party,
    type PolicyPeer,
    type PolicyPort,
    type PolicyRule,
    type World,
} from "../../../lib/reach/world";

/** What is asked: one port of one protocol. */
export interface Knock {
    readonly protocol: Protocol;
    readonly port: number;
}

/** The blocks that generated worlds have, each with what its addresses look like. */
export const BLOCKS: Readonly<Record<string, (address: string) => boolean>> = {
    "0.0.0.0/0": (address) => !address.includes(":"),
    "10.0.0.0/8": (address) => address.startsWith("10."),
    "10.1.0.0/16": (address) => address.startsWith("10.1."),
    "10.1.0.1/32": (address) => address === "10.1.0.1",
    "169.254.169.254/32": (address) => address === "169.254.169.254",
    "::/0": (address) => address.includes(":"),
    "fd00::/16": (address) => address.startsWith("fd00:"),
};

/** The only one of these blocks that no pod can be in. */
const NO_POD = "169.254.169.254/32";

/** Whether one party reaches another at one port: word by word what the documentation says, by loops over the raw objects. */
export function naivelyReaches(from: Party, to: Party, knock: Knock, world: World): boolean {
    const isMeant = (policy: NetworkPolicy, party: Party) => (rule: PolicyRule) =>
        hasPeer(rule, party, policy, world) && hasPort(rule, to, knock);
    const out = world.policies.filter((policy) => selects(policy, from) && isAbout(policy, "Egress"));
    const into = world.policies.filter((policy) => selects(policy, to) && isAbout(policy, "Ingress"));
    return (
        (out.length === 0 || out.some((policy) => policy.egress?.some(isMeant(policy, to)))) &&
        (into.length === 0 || into.some((policy) => policy.ingress?.some(isMeant(policy, from))))
    );
}

function selects(policy: NetworkPolicy, party: Party): boolean {
    if (!isWorkload(party) || party.isHostNetwork || party.namespace !== policy.namespace) {
        return false;
    }
    return selectorMatches(policy.podSelector, party.labels);
}

function isAbout(policy: NetworkPolicy, type: string): boolean {
    if (policy.policyTypes && policy.policyTypes.length > 0) {
        return policy.policyTypes.some((each) => each === type);
    }
    return type === "Ingress" || (policy.egress !== undefined && policy.egress.length > 0);
}

function hasPeer(rule: PolicyRule, party: Party, policy: NetworkPolicy, world: World): boolean {
    return !rule.peers || rule.peers.length === 0 || rule.peers.some((each) => isPeer(each, party, policy, world));
}

function isPeer(peer: PolicyPeer, party: Party, policy: NetworkPolicy, world: World): boolean {
    const { ipBlock, podSelector, namespaceSelector } = peer;
    if (ipBlock) {
        return isInBlock(ipBlock, party);
    }
    if (!isWorkload(party) || party.isHostNetwork || (!podSelector && !namespaceSelector)) {
        return false;
    }
    const isThere = namespaceSelector
        ? selectorMatches(namespaceSelector, world.namespaces.get(party.namespace) ?? {})
        : party.namespace === policy.namespace;
    return isThere && (!podSelector || selectorMatches(podSelector, party.labels));
}

function isInBlock({ cidr, except = [] }: NonNullable<PolicyPeer["ipBlock"]>, party: Party): boolean {
    const addresses = isWorkload(party) ? party.addresses : [party.address];
    if (addresses.length === 0) {
        return cidr.endsWith("/0") && except.every((hole) => hole === NO_POD || isOfOtherFamily(hole, cidr));
    }
    return addresses.some((address) => BLOCKS[cidr]!(address) && !except.some((hole) => BLOCKS[hole]!(address)));
}

function isOfOtherFamily(one: string, other: string): boolean {
    return one.includes(":") !== other.includes(":");
}

function hasPort(rule: PolicyRule, to: Party, knock: Knock): boolean {
    return !rule.ports || rule.ports.length === 0 || rule.ports.some((each) => isPort(each, to, knock));
}

function isPort({ protocol, port, endPort }: PolicyPort, to: Party, knock: Knock): boolean {
    if ((protocol ?? "TCP") !== knock.protocol) {
        return false;
    }
    if (port === undefined) {
        return true;
    }
    if (typeof port === "number") {
        return endPort === undefined ? knock.port === port : knock.port >= port && knock.port <= endPort;
    }
    if (!isWorkload(to) || to.isHostNetwork) {
        return false;
    }
    return to.ports.some((each) => each.name === port && each.protocol === knock.protocol && each.port === knock.port);
}

function selectorMatches(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
    for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
        if (labels[key] !== value) {
            return false;
        }
    }
    for (const { key, operator, values = [] } of selector.matchExpressions ?? []) {
        const value = labels[key];
        const isOne = value !== undefined && values.includes(value);
        const holds = { In: isOne, NotIn: !isOne, Exists: value !== undefined, DoesNotExist: value === undefined };
        if (!holds[operator as keyof typeof holds]) {
            return false;
        }
    }
    return true;
}
