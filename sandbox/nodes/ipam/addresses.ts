// SPDX-License-Identifier: Apache-2.0
import { ADDRESS_BITS, canonical, type Cidr, parseCidr } from "kubesphere-network/lib/cidr";

/** The block that a text names. Throws for a text that names none, which no stored pool or block has. */
export function cidrOf(text: string): Cidr {
    const cidr = parseCidr(text);
    if (cidr === undefined) {
        throw new Error(`"${text}" is no CIDR.`);
    }
    return cidr;
}

/** The part of a range that begins with an address, in its canonical spelling. */
export function subnet({ family }: Cidr, first: bigint, prefix: number): string {
    const size = 1n << BigInt(ADDRESS_BITS[family] - prefix);
    return canonical({ family, prefix, address: first, first, last: first + size - 1n });
}

/** The address with a number in a block, the lowest one being 0. */
export function addressAt(block: Cidr, ordinal: number): string {
    const [address = ""] = subnet(block, block.first + BigInt(ordinal), ADDRESS_BITS[block.family]).split("/");
    return address;
}

/** How many addresses a block has. */
export function sizeOf(block: Cidr): number {
    return Number(block.last - block.first) + 1;
}
