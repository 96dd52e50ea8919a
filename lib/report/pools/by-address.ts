// SPDX-License-Identifier: Apache-2.0
import { ADDRESS_BITS, type Cidr } from "../../cidr";
import type { Pool } from "./pool";

/** Names of pools by their addresses: one look-up for each length of prefix that a pool has. */
export class PoolsByAddress {
    private readonly byRange = new Map<string, string[]>();
    private readonly prefixes = { 4: new Set<number>(), 6: new Set<number>() };

    constructor(pools: Iterable<Pool>) {
        for (const { name, range } of pools) {
            if (range) {
                const key = keyOf(range, range.prefix);
                const others = this.byRange.get(key) ?? [];
                others.push(name);
                this.byRange.set(key, others);
                this.prefixes[range.family].add(range.prefix);
            }
        }
    }

    /** The pools that have every address of a block; a single address is a block of one. */
    containing(block: Pick<Cidr, "family" | "prefix" | "first">): string[] {
        return [...this.prefixes[block.family]]
            .filter((prefix) => prefix <= block.prefix)
            .flatMap((prefix) => this.byRange.get(keyOf(block, prefix)) ?? []);
    }

    /** The pools that have exactly the addresses of a block. */
    named(block: Cidr): string[] {
        return this.byRange.get(keyOf(block, block.prefix)) ?? [];
    }
}

function keyOf({ family, first }: Pick<Cidr, "family" | "first">, prefix: number): string {
    return `${family}/${prefix}/${first >> BigInt(ADDRESS_BITS[family] - prefix)}`;
}
