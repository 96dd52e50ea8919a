// SPDX-License-Identifier: Apache-2.0
import type { Time } from "./everybody";
import { Numbering } from "./numbering";
import { PairMemo } from "./pair-memo";
import type { PortTable } from "./port-table";

/** Numbers of the ports before and after. */
export type PortPair = Readonly<Record<Time, number>>;

/** Ports before and after as one number. */
export class PortPairs {
    private readonly pairs = new Numbering<PortPair>();

    /** For each world what becomes of a pair if ports are added there: from the numbers of the pair and of the ports. */
    readonly adding: Readonly<Record<Time, PairMemo>> = { before: this.adder("before"), after: this.adder("after") };

    constructor(private readonly ports: PortTable) {}

    numberOf(pair: PortPair): number {
        return this.pairs.numberOf(keyOf(pair), pair);
    }

    at(number: number): PortPair {
        return this.pairs.at(number);
    }

    private adder(time: Time): PairMemo {
        return new PairMemo((number, added) => {
            const pair = this.at(number);
            return this.numberOf({ ...pair, [time]: this.ports.union.get(pair[time], added) });
        });
    }
}

/** What only equal pairs have in common. */
export function keyOf({ before, after }: PortPair): number {
    return before * 2 ** 26 + after;
}
