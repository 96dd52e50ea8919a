// SPDX-License-Identifier: Apache-2.0
import { areEqual, type Bounds, difference, intersection, isIn, parts, union } from "./bounds";

/** Protocols that a NetworkPolicy can name. */
export const PROTOCOLS = ["TCP", "UDP", "SCTP"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

const FIRST = 1;
const LAST = 65535;

/** Ports of one protocol follow those of another, with port 0 between them, which nobody can allow. */
const STEP = LAST + 1;

/** Ports of all protocols. Never changed; the empty set and that of all ports exist once. */
export class PortSet {
    public static readonly NONE = new PortSet([]);
    public static readonly ALL = new PortSet(PROTOCOLS.flatMap((_, index) => boundsOf(index, FIRST, LAST)));

    #text: string | undefined;

    private constructor(private readonly bounds: Bounds<number>) {}

    /** Ports of one protocol from first to last, both of them included; from 1 to 65535 unless said otherwise. */
    static of(protocol: Protocol, first = FIRST, last = LAST): PortSet {
        const [low, high] = [Math.max(first, FIRST), Math.min(last, LAST)];
        return low <= high ? new PortSet(boundsOf(PROTOCOLS.indexOf(protocol), low, high)) : PortSet.NONE;
    }

    private static made(bounds: Bounds<number>): PortSet {
        return bounds.length === 0
            ? PortSet.NONE
            : areEqual(bounds, PortSet.ALL.bounds)
              ? PortSet.ALL
              : new PortSet(bounds);
    }

    get isEmpty(): boolean {
        return this.bounds.length === 0;
    }

    has(protocol: Protocol, port: number): boolean {
        return isIn(this.bounds, PROTOCOLS.indexOf(protocol) * STEP + port);
    }

    union(other: PortSet): PortSet {
        if (this === other || other.isEmpty || this === PortSet.ALL) {
            return this;
        }
        return this.isEmpty ? other : PortSet.made(union(this.bounds, other.bounds));
    }

    intersect(other: PortSet): PortSet {
        if (this === other || this.isEmpty || other === PortSet.ALL) {
            return this;
        }
        return this === PortSet.ALL ? other : PortSet.made(intersection(this.bounds, other.bounds));
    }

    minus(other: PortSet): PortSet {
        if (this === other || other === PortSet.ALL) {
            return PortSet.NONE;
        }
        return this.isEmpty || other.isEmpty ? this : PortSet.made(difference(this.bounds, other.bounds));
    }

    equals(other: PortSet): boolean {
        return this === other || areEqual(this.bounds, other.bounds);
    }

    /** Such as "TCP 80, TCP 8000-8010, UDP"; "all ports" or "none". The same for equal sets only. */
    toString(): string {
        return (this.#text ??= this === PortSet.ALL ? "all ports" : textOf(this.bounds));
    }
}

function boundsOf(protocol: number, first: number, last: number): number[] {
    return [protocol * STEP + first, protocol * STEP + last + 1];
}

function textOf(bounds: Bounds<number>): string {
    const texts = parts(bounds).map(({ first: begin, end }) => {
        const protocol = PROTOCOLS[Math.floor(begin / STEP)] ?? "";
        const [first, last] = [begin % STEP, (end - 1) % STEP];
        const ports = first === last ? String(first) : `${first}-${last}`;
        return first === FIRST && last === LAST ? protocol : `${protocol} ${ports}`;
    });
    return texts.length === 0 ? "none" : texts.join(", ");
}
