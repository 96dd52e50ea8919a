// SPDX-License-Identifier: Apache-2.0

/** Protocols that a NetworkPolicy can name. */
export const PROTOCOLS = ["TCP", "UDP", "SCTP"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

const FIRST = 1;
const LAST = 65535;

/** Ports from first to last, both of them included. */
interface Range {
    readonly first: number;
    readonly last: number;
}

type Ranges = readonly Range[];

/** Ports of all protocols. Never changed: every operation makes a new one. */
export class PortSet {
    public static readonly NONE = new PortSet({ TCP: [], UDP: [], SCTP: [] });
    public static readonly ALL = new PortSet(each(() => [{ first: FIRST, last: LAST }]));

    private constructor(
        /** For each protocol disjoint ranges in ascending order that do not touch. */
        private readonly ranges: Readonly<Record<Protocol, Ranges>>,
    ) {}

    /** Ports of one protocol from first to last, all of them unless said otherwise. */
    static of(protocol: Protocol, first = FIRST, last = LAST): PortSet {
        return new PortSet({ ...PortSet.NONE.ranges, [protocol]: merged([{ first, last }]) });
    }

    get isEmpty(): boolean {
        return PROTOCOLS.every((protocol) => this.ranges[protocol].length === 0);
    }

    has(protocol: Protocol, port: number): boolean {
        return this.ranges[protocol].some(({ first, last }) => first <= port && port <= last);
    }

    union(other: PortSet): PortSet {
        return new PortSet(each((protocol) => merged([...this.ranges[protocol], ...other.ranges[protocol]])));
    }

    minus(other: PortSet): PortSet {
        return new PortSet(each((protocol) => other.ranges[protocol].reduce<Ranges>(without, this.ranges[protocol])));
    }

    intersect(other: PortSet): PortSet {
        return this.minus(this.minus(other));
    }

    equals(other: PortSet): boolean {
        return this.toString() === other.toString();
    }

    /** Such as "TCP 80, TCP 8000-8010, UDP"; "all ports" or "none". */
    toString(): string {
        const texts = PROTOCOLS.flatMap((protocol) =>
            this.ranges[protocol].map(({ first, last }) => {
                const ports = first === last ? String(first) : `${first}-${last}`;
                return first === FIRST && last === LAST ? protocol : `${protocol} ${ports}`;
            }),
        );
        return texts.length === 0 ? "none" : texts.join() === PROTOCOLS.join() ? "all ports" : texts.join(", ");
    }
}

function each(make: (protocol: Protocol) => Ranges): Record<Protocol, Ranges> {
    return Object.fromEntries(PROTOCOLS.map((protocol) => [protocol, make(protocol)])) as Record<Protocol, Ranges>;
}

function merged(ranges: Ranges): Ranges {
    const result: Range[] = [];
    for (const range of ranges.filter(({ first, last }) => first <= last).sort((a, b) => a.first - b.first)) {
        const before = result.at(-1);
        if (before !== undefined && range.first <= before.last + 1) {
            result[result.length - 1] = { first: before.first, last: Math.max(before.last, range.last) };
        } else {
            result.push(range);
        }
    }
    return result;
}

function without(ranges: Ranges, hole: Range): Ranges {
    return ranges.flatMap(({ first, last }) =>
        [
            { first, last: Math.min(last, hole.first - 1) },
            { first: Math.max(first, hole.last + 1), last },
        ].filter((rest) => rest.first <= rest.last),
    );
}
