// SPDX-License-Identifier: Apache-2.0
import { ALMOST_FULL, type PoolFinding } from "kubesphere-network/lib/ipam/findings";
import { isOpenTo } from "kubesphere-network/lib/ipam/choices";
import { type IPAMPool, isForPods, matches } from "kubesphere-network/lib/ipam/pool";
import type { PoolCounts } from "kubesphere-network/lib/ipam/use";
import type { Entry } from "../text/entries";
import type { Cell } from "../text/table";
import { countText } from "../text/words";

/** A number of addresses, as people read it. IPv6 pools have more than anybody reads: theirs is a power of two. */
export function addressCount(count: bigint): string {
    const bits = count.toString(2).length;
    return bits <= 53 ? countText(count.toString()) : `about 2^${bits - 1}`;
}

/** How many addresses are given away, and how much of the pool that is. */
export function usedCell({ capacity, allocations, unallocated }: PoolCounts): Cell {
    const percent = ((capacity - unallocated) * 100n) / capacity;
    const text = `${countText(allocations)} (${percent} %)`;
    if (percent >= ALMOST_FULL.danger) {
        return { text, tone: "bad" };
    }
    return percent >= ALMOST_FULL.warning ? { text, tone: "other" } : text;
}

/** Whether a pool gives addresses away, and to whom. */
export function stateCell(pool: IPAMPool): Cell {
    const { disabled, allowedUses, namespaceSelector } = pool.spec;
    if (disabled) {
        return { text: "disabled", tone: "quiet" };
    }
    if (!isForPods(pool)) {
        return `for ${allowedUses.join(", ")}`;
    }
    if (isOpenTo({}, pool)) {
        return "open";
    }
    return matches(namespaceSelector, {}) ? "by name" : "selected";
}

/** A finding as an entry. */
export function entryOf({ pool, wayOut, ...rest }: PoolFinding): Entry {
    const object = pool === undefined ? "IPPools" : `IPPool "${pool}"`;
    return { ...rest, object, lines: [{ label: "Way out", text: wayOut }] };
}
