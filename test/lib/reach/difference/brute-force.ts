// SPDX-License-Identifier: Apache-2.0
import type { PartySet } from "../../../../lib/reach/difference/party-set";
import { reach } from "../../../../lib/reach/reach";
import { isWorkload, type Party, type World } from "../../../../lib/reach/world";
import { ADDRESSES } from "./generated";

/** Who reaches out, and who is reached. */
export interface Pair {
    readonly from: Party;
    readonly to: Party;
}

/** All pairs of a world, with an address of each part that blocks cut out, but without those of two addresses. */
export function pairsOf({ workloads }: Pick<World, "workloads">): Pair[] {
    const all = withAddresses(workloads);
    return all
        .flatMap((from) => all.map((to) => ({ from, to })))
        .filter(({ from, to }) => isWorkload(from) || isWorkload(to));
}

/** Who is in a group. */
export type Members = Pick<PartySet, "workloads" | "ranges">;

/** All pairs of two groups. */
export function pairsBetween(from: Members, to: Members): Pair[] {
    return membersOf(from).flatMap((each) => membersOf(to).map((other) => ({ from: each, to: other })));
}

function membersOf({ workloads, ranges }: Members): Party[] {
    return withAddresses(workloads).filter((party) => isWorkload(party) || ranges.has(party.address));
}

function withAddresses(workloads: World["workloads"]): Party[] {
    return [...workloads, ...ADDRESSES.map((address) => ({ address }))];
}

export function nameOf(party: Party): string {
    return isWorkload(party) ? `${party.namespace}/${party.name}` : party.address;
}

export function titleOf({ from, to }: Pair): string {
    return `${nameOf(from)} -> ${nameOf(to)}`;
}

/** The ports of one pair, looked at by itself. */
export function portsOf({ from, to }: Pair, world: World): string {
    return reach(from, to, world).ports.toString();
}
