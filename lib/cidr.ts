// SPDX-License-Identifier: Apache-2.0
import ipaddr from "ipaddr.js";

/** A block of addresses. */
export interface Cidr {
    readonly family: 4 | 6;
    /** Leading bits that all addresses of the block share. */
    readonly prefix: number;
    /** The address as it was written, which may lie inside the block. */
    readonly address: bigint;
    /** Lowest address of the block. */
    readonly first: bigint;
    /** Highest address of the block. */
    readonly last: bigint;
}

/** Number of bits in an address of a family. */
export const ADDRESS_BITS = { 4: 32, 6: 128 } as const;

/** The block that a text names, or undefined for anything that is not `<address>/<prefix>` in the plain notation of Kubernetes. */
export function parseCidr(text: unknown): Cidr | undefined {
    if (typeof text !== "string") {
        return undefined;
    }
    const [host = "", prefixText = "", ...rest] = text.split("/");
    const address = parseAddress(host);
    const prefix = /^(0|[1-9]\d*)$/.test(prefixText) ? Number(prefixText) : Number.NaN;
    if (rest.length > 0 || address === undefined || !(prefix <= ADDRESS_BITS[address.family])) {
        return undefined;
    }
    const hostMask = (1n << BigInt(ADDRESS_BITS[address.family] - prefix)) - 1n;
    const first = address.value & ~hostMask;
    return { family: address.family, prefix, address: address.value, first, last: first | hostMask };
}

/** A single address as a number with its family, or undefined if the text is none. */
export function parseAddress(text: string): { family: 4 | 6; value: bigint } | undefined {
    if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
        return { family: 4, value: toNumber(ipaddr.IPv4.parse(text)) };
    }
    // Zone ids and embedded IPv4 addresses are notations that Kubernetes and Calico do not take for a block.
    if (/^[0-9a-f:]+$/i.test(text) && ipaddr.IPv6.isValid(text)) {
        return { family: 6, value: toNumber(ipaddr.IPv6.parse(text)) };
    }
    return undefined;
}

/** The block in its one canonical spelling, e.g. "10.233.64.0/20" for 10.233.70.1/20. */
export function canonical({ family, first, prefix }: Cidr): string {
    return `${addressText(family, first)}/${prefix}`;
}

/** A single address in its one canonical spelling. */
export function addressText(family: 4 | 6, address: bigint): string {
    const bytes = Array.from({ length: ADDRESS_BITS[family] / 8 }, (_, index) =>
        Number((address >> BigInt(ADDRESS_BITS[family] - 8 * (index + 1))) & 255n),
    );
    return ipaddr.fromByteArray(bytes).toString();
}

/** True if bits after the prefix are set, as in 10.233.64.1/20. */
export function hasHostBits(cidr: Cidr): boolean {
    return cidr.address !== cidr.first;
}

/** True if two blocks have the same addresses, however each is written; false if one of them is none. */
export function isSame(a: Cidr | string, b: Cidr | string): boolean {
    const [one, other] = [a, b].map((block) => (typeof block === "string" ? parseCidr(block) : block));
    return one !== undefined && other !== undefined && canonical(one) === canonical(other);
}

/** True if any address is in both blocks. Blocks of different families never overlap. */
export function overlaps(a: Cidr, b: Cidr): boolean {
    return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** True if every address of the inner block is in the outer one. */
export function contains(outer: Cidr, inner: Cidr): boolean {
    return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** True if the address is in the block; false for anything that is not an address. */
export function containsAddress(cidr: Cidr, address: string): boolean {
    const parsed = parseAddress(address);
    return parsed?.family === cidr.family && cidr.first <= parsed.value && parsed.value <= cidr.last;
}

function toNumber(address: ipaddr.IPv4 | ipaddr.IPv6): bigint {
    return address.toByteArray().reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
