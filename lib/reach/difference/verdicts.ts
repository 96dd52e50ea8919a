// SPDX-License-Identifier: Apache-2.0
import type { Direction } from "../policy";
import type { Comparison } from "./comparison";
import { TIMES } from "./everybody";
import { Numbering } from "./numbering";
import { PairMemo } from "./pair-memo";
import { keyOf, type PortPair } from "./port-pairs";

/** The ports at which both ends let something through, before and after, and whether it takes both ends to explain it. */
export interface Verdict extends PortPair {
    readonly isOfBoth: boolean;
}

/** Verdicts on what changes because of the ends that look one way. */
export class Verdicts {
    /** The number of the verdict on an end that looks this way and the other end; 0 if that is none. */
    readonly judge = new PairMemo((own, other) => this.numberOf(own, other));
    private readonly verdicts = new Numbering<Verdict | undefined>();

    constructor(
        private readonly direction: Direction,
        private readonly comparison: Comparison,
    ) {
        this.verdicts.numberOf("none", undefined);
    }

    at(number: number): Verdict {
        return this.verdicts.at(number) as Verdict;
    }

    private numberOf(ownNumber: number, otherNumber: number): number {
        const own = this.comparison.pairs.at(ownNumber);
        const other = this.comparison.pairs.at(otherNumber);
        const [before, after] = TIMES.map((time) => this.shared(own[time], other[time])) as [number, number];
        const isOfOwn = this.explains(own, other, { before, after });
        const isOfBoth = isOfOwn === this.explains(other, own, { before, after });
        // What both have to do with is told where traffic comes in.
        if (before === after || !(isOfBoth ? this.direction === "ingress" : isOfOwn)) {
            return 0;
        }
        return this.verdicts.numberOf(2 * keyOf({ before, after }) + (isOfBoth ? 1 : 0), { before, after, isOfBoth });
    }

    /** Whether the change of one end makes the whole difference, with the other end as it was or as it will be. */
    private explains(one: PortPair, other: PortPair, { before, after }: PortPair): boolean {
        return this.shared(one.after, other.before) === after || this.shared(one.before, other.after) === before;
    }

    private shared(one: number, other: number): number {
        return this.comparison.numbers.ports.intersection.get(one, other);
    }
}
