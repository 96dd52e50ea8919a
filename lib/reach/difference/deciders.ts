// SPDX-License-Identifier: Apache-2.0
import type { Direction } from "../policy";
import type { NetworkPolicy } from "../world";
import type { Bits } from "./bits";
import type { Comparison } from "./comparison";
import { type EndRules, UNRESTRICTED } from "./end-rules";
import { listOf } from "./lists";

/** Those who are at one end of traffic, by number, and who are at the other end of it. */
export interface DecidingEnd {
    readonly direction: Direction;
    readonly parties: readonly number[];
    readonly peers: Bits;
}

/**
 * The policies that make the difference at some ends, by namespace and name. Where no policy restricts an end both before
 * and after, these are all that restrict it; else those that come, go, or allow some of the peers something else.
 */
export function decidersAt(ends: readonly DecidingEnd[], { rules, numbers }: Comparison): NetworkPolicy[] {
    const found = new Map<string, NetworkPolicy>();
    for (const { direction, parties, peers } of ends) {
        const concerns = (allowed: number) => numbers.peers.at(allowed).meets(peers);
        const seen = new Map<EndRules, EndRules[]>();
        for (const party of parties) {
            const before = rules.before.ends[direction][party] ?? UNRESTRICTED;
            const after = rules.after.ends[direction][party] ?? UNRESTRICTED;
            if (!listOf(seen, before).includes(after)) {
                listOf(seen, before).push(after);
                deciding(before, after, concerns).forEach((policy) => found.set(nameOf(policy), policy));
            }
        }
    }
    return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, policy]) => policy);
}

function deciding(before: EndRules, after: EndRules, concerns: (peers: number) => boolean): NetworkPolicy[] {
    const names = new Set(before.restrictions.map(({ policy }) => nameOf(policy)));
    const isRestrictedTwice = after.restrictions.some(({ policy }) => names.has(nameOf(policy)));
    const changed = isRestrictedTwice ? [...onlyIn(before, after), ...onlyIn(after, before)] : [];
    const others = changed.filter(({ peers }) => concerns(peers)).map(({ policy }) => policy);
    // Nothing is changed either if names of ports come to mean others.
    return others.length > 0 ? others : [...before.restrictions, ...after.restrictions].map(({ policy }) => policy);
}

/** What a policy allows at one end, and not at the other. */
function onlyIn(one: EndRules, other: EndRules): Allowed[] {
    const known = new Set(allowed(other).map(({ key }) => key));
    return allowed(one).filter(({ key }) => !known.has(key));
}

/** A set of parties that a policy allows something. */
interface Allowed {
    readonly policy: NetworkPolicy;
    readonly peers: number;
    /** What is the same for the same policy, parties and ports. */
    readonly key: string;
}

function allowed({ restrictions }: EndRules): Allowed[] {
    return restrictions.flatMap(({ policy, allowances }) =>
        allowances.map(({ peers, ports }) => ({ policy, peers, key: `${nameOf(policy)} ${peers} ${ports}` })),
    );
}

function nameOf({ namespace, name }: NetworkPolicy): string {
    return `${namespace}/${name}`;
}
