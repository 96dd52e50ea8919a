// SPDX-License-Identifier: Apache-2.0
import type { Direction } from "../policy";
import type { NetworkPolicy } from "../world";
import type { Bits } from "./bits";
import type { Comparison } from "./comparison";
import { type EndRules, type Restriction, UNRESTRICTED } from "./end-rules";

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
        const seen = new Map<EndRules, Set<EndRules>>();
        for (const party of parties) {
            const before = rules.before.ends[direction][party] ?? UNRESTRICTED;
            const after = rules.after.ends[direction][party] ?? UNRESTRICTED;
            const known = seen.get(before) ?? new Set();
            if (!known.has(after)) {
                seen.set(before, known.add(after));
                deciding(before, after, concerns).forEach(({ name, policy }) => found.set(name, policy));
            }
        }
    }
    return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, policy]) => policy);
}

function deciding(before: EndRules, after: EndRules, concerns: (peers: number) => boolean): readonly Restriction[] {
    if (before.restrictions.length === 0) {
        return after.restrictions;
    }
    const names = new Set(before.restrictions.map(({ name }) => name));
    const isRestrictedTwice = after.restrictions.some(({ name }) => names.has(name));
    const changed = isRestrictedTwice ? [...onlyIn(before, after), ...onlyIn(after, before)] : [];
    const others = changed.filter(({ peers }) => concerns(peers)).map(({ restriction }) => restriction);
    // Nothing is changed either if names of ports come to mean others.
    return others.length > 0 ? others : [...before.restrictions, ...after.restrictions];
}

/** What a policy allows at one end, and not at the other. */
function onlyIn(one: EndRules, other: EndRules): Allowed[] {
    const known = new Set(allowed(other).map(({ key }) => key));
    return allowed(one).filter(({ key }) => !known.has(key));
}

/** A set of parties that a policy allows something. */
interface Allowed {
    readonly restriction: Restriction;
    readonly peers: number;
    /** What is the same for the same policy, parties and ports. */
    readonly key: string;
}

function allowed({ restrictions }: EndRules): Allowed[] {
    return restrictions.flatMap((restriction) =>
        restriction.allowances.map(({ peers, ports }) => ({
            restriction,
            peers,
            key: `${restriction.name} ${peers} ${ports}`,
        })),
    );
}
