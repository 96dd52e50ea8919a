// SPDX-License-Identifier: Apache-2.0
import type { Direction } from "../policy";
import { type EndRules, UNRESTRICTED } from "./end-rules";
import { type Time, TIMES } from "./everybody";
import type { Numbers } from "./numbers";
import { Numbering } from "./numbering";
import { Opening } from "./opening";
import type { PortPairs } from "./port-pairs";
import { ALL_PORTS, NO_PORTS } from "./port-table";
import type { WorldRules } from "./world-rules";

/** How many parties are looked at at once; a multiple of 32. */
const NEIGHBOURS = 128;

/** The rules of ends that let the same through in both worlds. */
type Kind = Readonly<Record<Time, EndRules>>;

/** The ends of everybody that look one way, in both worlds: of traffic that comes in, or that goes out. */
export class Ends {
    /** How many of everybody are workloads, which come first. */
    readonly workloads: number;
    /** The number of the kind of everybody's end. */
    readonly kindOf: Int32Array;
    private readonly kinds: readonly Kind[];
    /** For each kind the pair of ports at which it lets those through whom no rule means. */
    private readonly bases: Int32Array;
    /** For each kind what its rules allow. */
    private readonly openings: readonly (readonly Opening[])[];
    /** What is let through for the parties of one word of bits: for each of them, one after the other, by each kind. */
    private near: { readonly first: number; readonly pairs: Int32Array } = { first: -1, pairs: new Int32Array() };

    constructor(direction: Direction, numbers: Numbers, worlds: Readonly<Record<Time, WorldRules>>, pairs: PortPairs) {
        const kinds = new Numbering<Kind>();
        const kindOf = Array.from({ length: numbers.everybody.size }, (_, party) => {
            const before = worlds.before.ends[direction][party] ?? UNRESTRICTED;
            const after = worlds.after.ends[direction][party] ?? UNRESTRICTED;
            return kinds.numberOf(`${before.profile} ${after.profile}`, { before, after });
        });
        this.workloads = worlds.after.ends[direction].length;
        this.kindOf = Int32Array.from(kindOf);
        this.kinds = kinds.all;
        this.bases = Int32Array.from(this.kinds, ({ before, after }) =>
            pairs.numberOf({ before: base(before), after: base(after) }),
        );
        this.openings = this.kinds.map((kind) =>
            TIMES.flatMap((time) =>
                kind[time].allowances.map(({ peers, ports }) => {
                    const portsFor = (party: number) =>
                        numbers.rulePorts.resolved(ports, worlds[time].names[party] ?? 0);
                    return new Opening(numbers.peers.at(peers), ports < 0 ? portsFor : ports, pairs.adding[time]);
                }),
            ),
        );
    }

    /** Whether ends of a kind let the same through before and after, whoever is at the other end. */
    isSame(kind: number): boolean {
        const { before, after } = this.kinds[kind] as Kind;
        return before.profile === after.profile && before.allowances.every(({ ports }) => ports >= 0);
    }

    /** The pairs of ports at which ends of a kind let each of everybody through. */
    ofKind(kind: number): Int32Array {
        const result = new Int32Array(this.kindOf.length).fill(this.bases[kind] ?? 0);
        for (const opening of this.openings[kind] ?? []) {
            opening.peers.forEach((party) => {
                result[party] = opening.widened(result[party] ?? 0, party);
            });
        }
        return result;
    }

    /** The pairs of ports at which ends of each kind let one party through. */
    towards(party: number): Int32Array {
        const first = party - (party % NEIGHBOURS);
        if (this.near.first !== first) {
            this.near = { first, pairs: this.towardsAll(first) };
        }
        return this.near.pairs.subarray((party - first) * this.bases.length, (party - first + 1) * this.bases.length);
    }

    /** For neighbours at once, whose bits are side by side in every set. */
    private towardsAll(first: number): Int32Array {
        const count = this.bases.length;
        const result = new Int32Array(NEIGHBOURS * count);
        for (let index = 0; index < NEIGHBOURS; index++) {
            result.set(this.bases, index * count);
        }
        for (const [kind, openings] of this.openings.entries()) {
            for (const opening of openings) {
                opening.peers.forEach(
                    (party) => {
                        const index = (party - first) * count + kind;
                        result[index] = opening.widened(result[index] ?? 0, party);
                    },
                    first,
                    first + NEIGHBOURS,
                );
            }
        }
        return result;
    }
}

function base({ restrictions }: EndRules): number {
    return restrictions.length === 0 ? ALL_PORTS : NO_PORTS;
}
