// SPDX-License-Identifier: Apache-2.0
import type { Change, Count, PoolChange } from "kubesphere-network/lib/report/report";
import { counted, countText } from "../../../../text/words";
import { folded } from "./fold";
import { type Fate, type PoolNode, type Views, views } from "./model";
import type { Use } from "./uses";

const FATES: Readonly<Record<Change, Fate>> = {
    created: "added",
    changed: "changed",
    deleted: "removed",
    unchanged: "kept",
};

/** Pools by name: those that change, or that a namespace gets or loses, and one node for the others. */
export function poolNodes(changes: readonly PoolChange[], uses: readonly Use[]): ReadonlyMap<string, PoolNode> {
    const byName = new Map(changes.map((change) => [change.name, change]));
    const drawn = new Set([
        ...changes.filter(({ change }) => change !== "unchanged").map(({ name }) => name),
        ...uses.filter(({ fate }) => fate !== "kept").map(({ pool }) => pool),
    ]);
    return folded([...byName.keys(), ...uses.map(({ pool }) => pool)], {
        isDrawn: (name) => drawn.has(name),
        draw: (name) => poolNode(name, byName.get(name)),
        fold: (count) => ({
            kind: "pool",
            name: counted(count, "more pool"),
            fate: "kept",
            lines: ["stay as they are"],
        }),
    });
}

function poolNode(name: string, change?: PoolChange): PoolNode {
    if (change === undefined) {
        return { kind: "pool", name, fate: "kept", lines: ["stays as it is"] };
    }
    return { kind: "pool", name, fate: FATES[change.change], lines: [change.cidr, addressLine(change)] };
}

function addressLine({ addresses }: PoolChange): Views {
    const [before, after] = [addresses.before, addresses.after].map(shortCount) as [string, string];
    return views((text) => `${text} addresses`, before, after);
}

/** A pool of IPv6 has more addresses than anybody reads digit by digit. */
function shortCount(count: Count): string {
    return String(count).length > 12
        ? BigInt(count).toLocaleString("en", { notation: "scientific", maximumFractionDigits: 1 })
        : countText(count);
}
