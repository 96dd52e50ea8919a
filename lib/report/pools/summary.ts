// SPDX-License-Identifier: Apache-2.0
import { counted } from "../words";
import type { PoolPair } from "./pairs";
import { capacityOf } from "./pool";

/** How many pools and addresses come and go; undefined if nothing changes. */
export function summaryOf(pairs: readonly PoolPair[]): string | undefined {
    const changes = (["created", "changed", "deleted"] as const)
        .map((what) => ({ what, count: pairs.filter(({ change }) => change === what).length }))
        .filter(({ count }) => count > 0)
        .map(({ what, count }) => `${count} ${what}`);
    const addresses = ([4, 6] as const)
        .map((family) => ({ family, gain: gainOf(pairs, family) }))
        .filter(({ gain }) => gain !== 0n)
        .map(({ family, gain }) => more(gain, family));
    return changes.length === 0
        ? undefined
        : [changes.join(", "), addresses.join(", ")].filter((part) => part !== "").join("; ");
}

/** Pools with a number of addresses that is not known on one side count for nothing. */
function gainOf(pairs: readonly PoolPair[], family: 4 | 6): bigint {
    const gains = pairs
        .filter(({ before, after }) => (after ?? before)?.range?.family === family)
        .map(({ before, after }) => [before, after].map((pool) => (pool ? capacityOf(pool) : 0n)))
        .map(([before, after]) => (before === undefined || after === undefined ? 0n : after - before));
    return gains.reduce((sum, gain) => sum + gain, 0n);
}

function more(gain: bigint, family: 4 | 6): string {
    const [count, word] = gain > 0n ? [gain, "more"] : [-gain, "fewer"];
    const noun = family === 4 ? "address" : "IPv6 address";
    return `${counted(count, noun, `${noun}es`)} ${word}`;
}
