// SPDX-License-Identifier: Apache-2.0
import type { Direction } from "../policy";
import type { World } from "../world";

import { Ends } from "./ends";
import { Everybody, type Time } from "./everybody";
import { Numbers } from "./numbers";
import { PortPairs } from "./port-pairs";
import { WorldRules } from "./world-rules";

/** Two worlds in numbers, ready to be compared. */
export class Comparison {
    readonly everybody: Everybody;
    readonly numbers: Numbers;
    readonly pairs: PortPairs;
    readonly rules: Readonly<Record<Time, WorldRules>>;
    private readonly ends: Readonly<Record<Direction, Ends>>;

    constructor(worlds: Readonly<Record<Time, World>>) {
        this.everybody = new Everybody(worlds);
        const numbers = new Numbers(this.everybody);
        const pairs = new PortPairs(numbers.ports);
        const rules = {
            before: new WorldRules(numbers, "before", worlds.before),
            after: new WorldRules(numbers, "after", worlds.after),
        };
        this.ends = {
            ingress: new Ends("ingress", numbers, rules, pairs),
            egress: new Ends("egress", numbers, rules, pairs),
        };
        this.numbers = numbers;
        this.pairs = pairs;
        this.rules = rules;
    }

    /** The ends that look one way, and those across from them. */
    endsOf(direction: Direction): { readonly own: Ends; readonly other: Ends } {
        const { ingress, egress } = this.ends;
        return direction === "ingress" ? { own: ingress, other: egress } : { own: egress, other: ingress };
    }
}
