// SPDX-License-Identifier: Apache-2.0
import type { RuleInfo } from "../../rule";
import type { ClusterChange } from "../objects";
import { poolPairs } from "../pools/pairs";
import { type PoolPod, type Usage, usageOf } from "../pools/usage";
import type { Finding } from "../report";
import { type Move, movesOf } from "./moves";
import { type NamespacePair, namespacePairs } from "./pairs";
import { KnownPools } from "./pools";

/** What is looked at to tell what a change means for bindings. */
export interface BindingWorld {
    readonly known: KnownPools;
    readonly pairs: readonly NamespacePair[];
    readonly moves: readonly Move[];
    /** Undefined where no cluster tells. */
    readonly usage?: Usage;
    /** Running pods with addresses of pools by namespace; undefined where no cluster tells. */
    readonly pods?: ReadonlyMap<string, readonly PoolPod[]>;
}

/** A finding without what all findings of the area have. */
export type Found = Omit<Finding, "area" | "rule" | "cluster"> & { readonly rule: RuleInfo };

/** Something that can be wrong with bindings. */
export type BindingCheck = (world: BindingWorld) => readonly Found[];

/** What is known of the bindings of a cluster and around them. */
export function bindingWorld(change: ClusterChange): BindingWorld {
    const pools = poolPairs(change);
    const known = new KnownPools(pools, change.isWhole);
    const pairs = namespacePairs(change, known);
    const usage = usageOf(
        change,
        pools.flatMap(({ before }) => before ?? []),
    );
    const pods = usage && byNamespace(usage.pods);
    return { known, pairs, moves: movesOf(pairs, known, pods), ...(usage && { usage }), ...(pods && { pods }) };
}

function byNamespace(pods: readonly PoolPod[]): Map<string, PoolPod[]> {
    const found = new Map<string, PoolPod[]>();
    for (const pod of pods) {
        const others = found.get(pod.namespace) ?? [];
        others.push(pod);
        found.set(pod.namespace, others);
    }
    return found;
}
