// SPDX-License-Identifier: Apache-2.0
import { type Cidr, overlaps, parseCidr } from "../cidr";

/** What is read of an IPReservation. */
export interface IPReservationObject {
    readonly metadata?: { readonly name?: string };
    readonly spec?: { readonly reservedCIDRs?: readonly string[] };
}

/** Addresses from the first to the last. */
export interface AddressSpan {
    readonly first: bigint;
    readonly last: bigint;
}

/** The addresses of a pool that reservations keep back, as spans that are apart, in their order. */
export function reservedSpans(pool: Cidr, reservations: readonly IPReservationObject[]): AddressSpan[] {
    const spans = reservations
        .flatMap(({ spec }) => spec?.reservedCIDRs ?? [])
        // An address without a prefix is one of a single address.
        .flatMap((text) => parseCidr(text) ?? parseCidr(`${text}/${text.includes(":") ? 128 : 32}`) ?? [])
        .filter((cidr) => overlaps(cidr, pool))
        .map(({ first, last }) => ({
            first: first > pool.first ? first : pool.first,
            last: last < pool.last ? last : pool.last,
        }))
        .sort((a, b) => (a.first < b.first ? -1 : 1));
    const merged: AddressSpan[] = [];
    for (const span of spans) {
        const before = merged.at(-1);
        if (before !== undefined && span.first <= before.last) {
            merged[merged.length - 1] = {
                first: before.first,
                last: span.last > before.last ? span.last : before.last,
            };
        } else {
            merged.push(span);
        }
    }
    return merged;
}

/** How many addresses the spans have that are none of those. */
export function freeIn(spans: readonly AddressSpan[], taken: readonly bigint[]): bigint {
    const all = spans.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
    const isIn = (address: bigint): boolean => spans.some(({ first, last }) => first <= address && address <= last);
    return all - BigInt(taken.filter(isIn).length);
}
