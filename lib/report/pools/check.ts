// SPDX-License-Identifier: Apache-2.0
import { type LiveNode, liveNodes } from "../../ippool/surroundings";
import { NODE } from "../../kinds";
import type { RuleInfo } from "../../rule";
import { at, isKnown } from "../../tree";
import type { ClusterChange, Objects } from "../objects";
import { listAt, textAt, textsAt } from "../read";
import type { Finding } from "../report";
import { type PoolPair, poolPairs } from "./pairs";
import { isDecided, type PoolProperty } from "./pool";
import { type Usage, usageOf } from "./usage";

/** What the checks of pools look at. */
export interface PoolWorld {
    readonly change: ClusterChange;
    readonly pairs: readonly PoolPair[];
    /** Undefined where no cluster tells. */
    readonly usage?: Usage;
    /** Nodes whose labels are known; none where no cluster tells. */
    readonly nodes: readonly LiveNode[];
}

/** What a finding says, whatever the pool and the rule. */
export type Said = Pick<Finding, "severity" | "before" | "after" | "message" | "wayOut">;

/** What is found of the pool of a name. */
export interface Found extends Said {
    readonly rule: RuleInfo;
    readonly pool: string;
}

/** Something that can be wrong with pools. */
export type PoolCheck = (world: PoolWorld) => readonly Found[];

/** What is known of the pools of a cluster and around them. */
export function poolWorld(change: ClusterChange): PoolWorld {
    const pairs = poolPairs(change);
    const pools = pairs.flatMap(({ before }) => before ?? []);
    return { change, pairs, usage: usageOf(change, pools), nodes: nodesOf(change.after) };
}

/** A check of each pool that changes, left out where a property that it reads is not known before or after. */
export function eachPool(
    rule: RuleInfo,
    reads: readonly PoolProperty[],
    check: (pair: PoolPair, world: PoolWorld) => readonly Said[],
): PoolCheck {
    return (world) =>
        world.pairs
            .filter(({ change, before, after }) =>
                [before, after].every((pool) => change !== "unchanged" && (!pool || isDecided(pool, reads))),
            )
            .flatMap((pair) => check(pair, world).map((said) => ({ rule, pool: pair.name, ...said })));
}

function nodesOf(after: Objects): LiveNode[] {
    const known = [...after.of(NODE).values()].filter(({ tree }) => isKnown(at(tree, "metadata", "labels")));
    return liveNodes(
        known.map(({ name, tree }) => ({
            metadata: { name, labels: textsAt(tree, "metadata", "labels") },
            status: {
                addresses: listAt(tree, "status", "addresses").map((each) => ({
                    type: textAt(each, "type") ?? "",
                    address: textAt(each, "address") ?? "",
                })),
            },
        })),
    );
}
