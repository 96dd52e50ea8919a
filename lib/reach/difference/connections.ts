// SPDX-License-Identifier: Apache-2.0
import type { Direction } from "../policy";
import type { PortSet } from "../ports";
import type { World } from "../world";
import { Comparison } from "./comparison";
import { byParties, groupsOf } from "./groups";
import { PairMemo } from "./pair-memo";
import { NumberedParties, type PartySet } from "./party-set";

/** Connections that are allowed: those of each of one group with each of another. */
export interface Connections {
    readonly from: PartySet;
    readonly to: PartySet;
    readonly ports: PortSet;
}

/**
 * Who may talk to whom by what NetworkPolicies say, which is what `reach` says of all pairs: of workloads, and of workloads
 * and addresses outside of pods. By who is reached, addresses last, and by who reaches out. No connection is in two of them.
 */
export function connectionsOf(world: World): Connections[] {
    const comparison = new Comparison({ before: world, after: world });
    return [...connectionsAt("ingress", comparison), ...connectionsAt("egress", comparison)];
}

/** All that come in, but only those that go out of the pods: the others come in somewhere. */
function connectionsAt(direction: Direction, comparison: Comparison): Connections[] {
    const { everybody, numbers, pairs } = comparison;
    const { intersection } = numbers.ports;
    const judge = new PairMemo((own, other) => intersection.get(pairs.at(own).after, pairs.at(other).after));
    const firstPeer = direction === "ingress" ? 0 : everybody.workloads.after.length;
    return groupsOf({ comparison, direction, skips: () => false, firstPeer, judge })
        .sort(byParties)
        .map(({ verdict, from, to }) => ({
            from: new NumberedParties(from, everybody),
            to: new NumberedParties(to, everybody),
            ports: numbers.ports.at(verdict),
        }));
}
