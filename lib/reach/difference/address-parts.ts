// SPDX-License-Identifier: Apache-2.0
import { ADDRESS_BITS, canonical, type Cidr, contains, parseAddress, parseCidr } from "../../cidr";
import { AddressSet } from "../addresses";
import { type Bounds, difference } from "../bounds";
import type { PolicyPeer } from "../world";

export type IpBlock = NonNullable<PolicyPeer["ipBlock"]>;

/** A block among others: of two of them that overlap, one is in the other. */
interface Node {
    readonly cidr: Cidr;
    readonly parent: Node | undefined;
    readonly children: Node[];
    /** Where the parts of the block begin, with the one that is in no other block inside of it, and where they have ended. */
    bounds: readonly [number, number];
}

/**
 * All addresses, cut into parts by the blocks of rules and their exceptions: addresses of one part are in the same blocks.
 * A part is a block without those inside of it, and the parts of a block follow each other.
 */
export class AddressParts {
    private readonly nodes: readonly Node[];
    /** Those that have addresses which are in no other block inside of them. */
    private readonly parts: readonly Node[];
    private readonly byText: ReadonlyMap<string, Node>;
    /** Those of each part that somebody asked for. */
    private readonly addresses: AddressSet[] = [];

    constructor(blocks: Iterable<IpBlock>) {
        const texts = [...blocks].flatMap(({ cidr, except = [] }) => [cidr, ...except]);
        this.nodes = nested(["0.0.0.0/0", "::/0", ...texts].flatMap((text) => parseCidr(text) ?? []));
        this.parts = this.nodes.filter(hasOwnAddresses);
        this.nodes.filter(({ parent }) => parent === undefined).reduce(numbered, 0);
        this.byText = new Map(this.nodes.map((node) => [canonical(node.cidr), node]));
    }

    /** How many parts there are. */
    get size(): number {
        return this.parts.length;
    }

    /** Where the parts of a block are in their order. */
    boundsOf({ cidr, except = [] }: IpBlock): Bounds<number> {
        return except.reduce((rest, hole) => difference(rest, this.boundsOfCidr(hole)), this.boundsOfCidr(cidr));
    }

    private boundsOfCidr(text: string): Bounds<number> {
        const cidr = parseCidr(text);
        return (cidr && this.byText.get(canonical(cidr))?.bounds) ?? [];
    }

    /** The part that an address is in; undefined for a text that is no address. */
    partOf(address: string): number | undefined {
        const parsed = parseAddress(address);
        if (parsed === undefined) {
            return undefined;
        }
        const { family, value } = parsed;
        const own: Cidr = { family, prefix: ADDRESS_BITS[family], address: value, first: value, last: value };
        let node = lastBefore(this.nodes, own);
        while (node !== undefined && !contains(node.cidr, own)) {
            node = node.parent;
        }
        return node?.bounds[0];
    }

    /** The addresses of some of the parts. */
    addressesOf(parts: readonly number[]): AddressSet {
        if (2 * parts.length <= this.size) {
            return unionOf(parts.map((part) => this.addressesOfPart(part)));
        }
        const own = new Set(parts);
        const others = [...this.parts.keys()].filter((part) => !own.has(part));
        return others.length === 0 ? AddressSet.ALL : AddressSet.ALL.minus(this.addressesOf(others));
    }

    private addressesOfPart(part: number): AddressSet {
        const node = this.parts[part];
        return (this.addresses[part] ??= node === undefined ? AddressSet.NONE : ownAddresses(node));
    }
}

/** The blocks, each of them once, in the order in which one comes right before those inside of it. */
function nested(cidrs: readonly Cidr[]): Node[] {
    const nodes: Node[] = [];
    for (const cidr of [...cidrs].sort(compared)) {
        let parent = nodes.at(-1);
        while (parent !== undefined && !contains(parent.cidr, cidr)) {
            parent = parent.parent;
        }
        if (parent?.cidr.first !== cidr.first || parent.cidr.prefix !== cidr.prefix) {
            const node: Node = { cidr, parent, children: [], bounds: [0, 0] };
            parent?.children.push(node);
            nodes.push(node);
        }
    }
    return nodes;
}

/** Numbers the parts of a block from a number on. Returns the number after them. */
function numbered(first: number, node: Node): number {
    const end = node.children.reduce(numbered, first + (hasOwnAddresses(node) ? 1 : 0));
    node.bounds = [first, end];
    return end;
}

function hasOwnAddresses({ cidr, children }: Node): boolean {
    return children.reduce((rest, child) => rest - countOf(child.cidr), countOf(cidr)) > 0n;
}

function ownAddresses({ cidr, children }: Node): AddressSet {
    return addressesIn(cidr).minus(unionOf(children.map((child) => addressesIn(child.cidr))));
}

function addressesIn(cidr: Cidr): AddressSet {
    return AddressSet.of(canonical(cidr));
}

function countOf({ first, last }: Cidr): bigint {
    return last - first + 1n;
}

/** By halves: a union takes as long as both sets are large. */
function unionOf(sets: readonly AddressSet[]): AddressSet {
    const [first = AddressSet.NONE] = sets;
    const half = sets.length >>> 1;
    return sets.length < 2 ? first : unionOf(sets.slice(0, half)).union(unionOf(sets.slice(half)));
}

/** The last block of the order that does not come after another one. */
function lastBefore(nodes: readonly Node[], cidr: Cidr): Node | undefined {
    let [low, high] = [0, nodes.length];
    while (low < high) {
        const middle = (low + high) >>> 1;
        const node = nodes[middle];
        if (node !== undefined && compared(node.cidr, cidr) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return nodes[low - 1];
}

/** By family and first address, the larger block first. */
function compared(one: Cidr, other: Cidr): number {
    const isBefore = one.first === other.first ? one.prefix - other.prefix : one.first < other.first ? -1 : 1;
    return one.family === other.family ? isBefore : one.family - other.family;
}
