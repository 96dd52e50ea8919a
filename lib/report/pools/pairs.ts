// SPDX-License-Identifier: Apache-2.0
import type { Cidr } from "../../cidr";
import { IP_POOL } from "../../kinds";
import type { ClusterChange } from "../objects";
import type { Change, Difference } from "../report";
import { type Pool, poolOf } from "./pool";
import { settingsOf } from "./settings";

/** A pool before and after a change; at least one of both is there. */
export interface PoolPair {
    readonly name: string;
    readonly change: Change;
    readonly before?: Pool;
    readonly after?: Pool;
    readonly settings: readonly Difference[];
}

/** The pools of a cluster before and after, by name. */
export function poolPairs({ before, after }: Pick<ClusterChange, "before" | "after">): PoolPair[] {
    const [old, next] = [before.of(IP_POOL), after.of(IP_POOL)];
    return [...new Set([...old.keys(), ...next.keys()])].sort().map((name) => {
        const [was, will] = [old.get(name), next.get(name)].map((object) => object && poolOf(object));
        return pairOf(name, was, will);
    });
}

/** The addresses of a pool if it had others before; undefined if that is not known. */
export function newRange({ before, after }: PoolPair): Cidr | undefined {
    const isSame = before && (before.unknown.has("cidr") || before.spec.cidr === after?.spec.cidr);
    return isSame ? undefined : after?.range;
}

function pairOf(name: string, before: Pool | undefined, after: Pool | undefined): PoolPair {
    const settings = settingsOf(before, after);
    const change = !before ? "created" : !after ? "deleted" : settings.length > 0 ? "changed" : "unchanged";
    return { name, change, ...(before && { before }), ...(after && { after }), settings };
}
