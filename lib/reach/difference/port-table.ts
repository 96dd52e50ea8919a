// SPDX-License-Identifier: Apache-2.0
import { PortSet } from "../ports";
import { Numbering } from "./numbering";
import { PairMemo } from "./pair-memo";

/** Numbers of the two sets that are everywhere. */
export const NO_PORTS = 0;
export const ALL_PORTS = 1;

/** Sets of ports as numbers, of which each set has one: what was made of two of them is not made again. */
export class PortTable {
    private readonly sets = new Numbering<PortSet>();

    /** The number of what is in either of two sets. */
    readonly union = new PairMemo((one, other) => this.numberOf(this.at(one).union(this.at(other))));

    /** The number of what is in both of two sets. */
    readonly intersection = new PairMemo((one, other) => this.numberOf(this.at(one).intersect(this.at(other))));

    constructor() {
        this.numberOf(PortSet.NONE);
        this.numberOf(PortSet.ALL);
    }

    numberOf(set: PortSet): number {
        return this.sets.numberOf(set.toString(), set);
    }

    at(number: number): PortSet {
        return this.sets.at(number);
    }
}
