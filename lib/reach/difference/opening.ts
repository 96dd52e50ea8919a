// SPDX-License-Identifier: Apache-2.0
import type { Bits } from "./bits";
import type { PairMemo } from "./pair-memo";

/** What a rule allows in one of the worlds, and what becomes of pairs of ports by it. */
export class Opening {
    private lastPair = -1;
    private lastResult = -1;

    constructor(
        /** Whom the rule allows something. */
        readonly peers: Bits,
        /** The numbers of the ports: the same for everybody, or those for a party. */
        private readonly ports: number | ((party: number) => number),
        private readonly adding: PairMemo,
    ) {}

    /** The number of a pair of ports with those that the rule allows a party. */
    widened(pair: number, party: number): number {
        if (typeof this.ports !== "number") {
            return this.adding.get(pair, this.ports(party));
        }
        // Mostly asked for the same pair time and again.
        if (pair !== this.lastPair) {
            this.lastPair = pair;
            this.lastResult = this.adding.get(pair, this.ports);
        }
        return this.lastResult;
    }
}
