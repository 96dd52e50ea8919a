// SPDX-License-Identifier: Apache-2.0
import { ADDRESS_BITS, addressText, canonical, type Cidr, parseAddress, parseCidr } from "../cidr";
import { areEqual, type Bounds, difference, intersection, isIn, parts, union } from "./bounds";

/** IPv6 addresses follow those of IPv4, with a gap that keeps the last one of these from touching the first of those. */
const OFFSET = { 4: 0n, 6: 1n << 33n } as const;

/** A range that takes more CIDRs than this is easier to read as its first and its last address. */
const MOST_CIDRS = 4;

/** IPv4 and IPv6 addresses. Never changed. */
export class AddressSet {
    public static readonly NONE = new AddressSet([]);
    /** All addresses of both families. */
    public static readonly ALL = AddressSet.of("0.0.0.0/0").union(AddressSet.of("::/0"));

    #texts: readonly string[] | undefined;

    private constructor(private readonly bounds: Bounds<bigint>) {}

    /** The addresses of a block that are in none of the others; none where the text is no CIDR. */
    static of(cidr: string, except: readonly string[] = []): AddressSet {
        return except.reduce<AddressSet>((rest, hole) => rest.minus(AddressSet.of(hole)), AddressSet.block(cidr));
    }

    private static block(cidr: string): AddressSet {
        const block = parseCidr(cidr);
        return block === undefined
            ? AddressSet.NONE
            : new AddressSet([OFFSET[block.family] + block.first, OFFSET[block.family] + block.last + 1n]);
    }

    get isEmpty(): boolean {
        return this.bounds.length === 0;
    }

    /** Whether an address is in the set; false for anything that is no address. */
    has(address: string): boolean {
        const parsed = parseAddress(address);
        return parsed !== undefined && isIn(this.bounds, OFFSET[parsed.family] + parsed.value);
    }

    union(other: AddressSet): AddressSet {
        return new AddressSet(union(this.bounds, other.bounds));
    }

    intersect(other: AddressSet): AddressSet {
        return new AddressSet(intersection(this.bounds, other.bounds));
    }

    minus(other: AddressSet): AddressSet {
        return new AddressSet(difference(this.bounds, other.bounds));
    }

    equals(other: AddressSet): boolean {
        return this === other || areEqual(this.bounds, other.bounds);
    }

    /** Each range as the fewest CIDRs that make it up, or as "first-last" if that takes more than four of them. */
    toTexts(): readonly string[] {
        return (this.#texts ??= parts(this.bounds).flatMap(({ first, end }) => {
            const family = first < OFFSET[6] ? 4 : 6;
            return rangeTexts(family, first - OFFSET[family], end - 1n - OFFSET[family]);
        }));
    }

    /** The same in one line, or "none". The same for equal sets only. */
    toString(): string {
        return this.isEmpty ? "none" : this.toTexts().join(", ");
    }
}

function rangeTexts(family: 4 | 6, first: bigint, last: bigint): string[] {
    const cidrs: string[] = [];
    for (let next = first; next <= last;) {
        if (cidrs.length === MOST_CIDRS) {
            return [`${addressText(family, first)}-${addressText(family, last)}`];
        }
        const block = largestBlock(family, next, last);
        cidrs.push(canonical(block));
        next = block.last + 1n;
    }
    return cidrs;
}

/** The largest block that begins at an address and does not go beyond another one. */
function largestBlock(family: 4 | 6, first: bigint, last: bigint): Cidr {
    const bits = ADDRESS_BITS[family];
    let prefix = bits;
    let size = 1n;
    while (prefix > 0 && first % (size * 2n) === 0n && first + size * 2n - 1n <= last) {
        prefix--;
        size *= 2n;
    }
    return { family, prefix, address: first, first, last: first + size - 1n };
}
