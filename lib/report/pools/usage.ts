// SPDX-License-Identifier: Apache-2.0
import { ADDRESS_BITS, parseAddress, parseCidr } from "../../cidr";
import { IPAM_BLOCK, NAMESPACE, POD } from "../../kinds";
import { at, isKnown } from "../../tree";
import { podsBefore } from "../connectivity/pods";
import { type ClusterChange, nameKey, type Objects } from "../objects";
import { listAt, textAt } from "../read";
import { PoolsByAddress } from "./by-address";
import type { Pool } from "./pool";

/** A running pod with addresses of pools. */
export interface PoolPod {
    readonly namespace: string;
    readonly name: string;
    /** What has to be restarted for the pod to get another address, such as "Deployment/web". */
    readonly workload: string;
    readonly node?: string;
    readonly addresses: readonly { readonly family: 4 | 6; readonly pools: readonly string[] }[];
}

/** What is in use of a pool. */
export interface PoolUse {
    /** Addresses that Calico has given away, those of tunnels and of pods that are gone but not cleaned up included. */
    readonly allocations: number;
    /** Pods with addresses of it, without those that go with their namespace. */
    readonly pods: readonly PoolPod[];
}

/** Who has which addresses of a cluster before a change. */
export interface Usage {
    /** Pods with addresses of pools. */
    readonly pods: readonly PoolPod[];
    /** What is in use of the pool of that name. */
    of(pool: string): PoolUse;
}

/** Who has addresses of the pools; undefined where no cluster tells. */
export function usageOf({ before, after, isWhole }: ClusterChange, pools: Iterable<Pool>): Usage | undefined {
    if (!isWhole) {
        return undefined;
    }
    const byAddress = new PoolsByAddress(pools);
    const pods = podsIn(before, byAddress);
    const byPool = new Map<string, PoolPod[]>();
    for (const pod of pods) {
        for (const pool of new Set(pod.addresses.flatMap((address) => address.pools))) {
            const others = byPool.get(pool) ?? [];
            others.push(pod);
            byPool.set(pool, others);
        }
    }
    const allocations = allocationsIn(before, byAddress);
    const stays = ({ namespace }: PoolPod): boolean =>
        !before.of(NAMESPACE).has(namespace) || after.of(NAMESPACE).has(namespace);
    return {
        pods,
        of: (pool) => {
            const own = byPool.get(pool) ?? [];
            // Where nobody could list the blocks, the pods still tell.
            return { allocations: Math.max(allocations.get(pool) ?? 0, own.length), pods: own.filter(stays) };
        },
    };
}

function podsIn(before: Objects, pools: PoolsByAddress): PoolPod[] {
    const objects = before.of(POD);
    return podsBefore(before).flatMap(({ namespace, podName: name, owner, addresses, isHostNetwork }) => {
        const tree = name === undefined ? undefined : objects.get(nameKey({ namespace, name }))?.tree;
        // A pod that may have ended, or may be on the network of its node, is not counted.
        const isSure = isKnown(at(tree, "status", "phase")) && isKnown(at(tree, "spec", "hostNetwork"));
        const own = isHostNetwork || !isSure ? [] : addresses.flatMap((text) => addressOf(text, pools));
        const node = textAt(tree, "spec", "nodeName");
        return name === undefined || own.length === 0
            ? []
            : [{ namespace, name, workload: `${owner.kind}/${owner.name}`, ...(node && { node }), addresses: own }];
    });
}

function addressOf(text: string, pools: PoolsByAddress): PoolPod["addresses"] {
    const address = parseAddress(text);
    const found = address
        ? pools.containing({ family: address.family, prefix: ADDRESS_BITS[address.family], first: address.value })
        : [];
    return address && found.length > 0 ? [{ family: address.family, pools: found }] : [];
}

function allocationsIn(before: Objects, pools: PoolsByAddress): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { tree } of before.of(IPAM_BLOCK).values()) {
        const block = parseCidr(textAt(tree, "spec", "cidr"));
        const given = listAt(tree, "spec", "allocations").filter((handle) => typeof handle === "number").length;
        for (const pool of block ? pools.containing(block) : []) {
            counts.set(pool, (counts.get(pool) ?? 0) + given);
        }
    }
    return counts;
}
