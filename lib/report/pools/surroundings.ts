// SPDX-License-Identifier: Apache-2.0
import { ADDRESS_BITS } from "../../cidr";
import { AllowedUse } from "../../ippool/spec";
import type { LiveNode } from "../../ippool/surroundings";
import { selects } from "../../selector/evaluate";
import { FEW_BLOCKS_RULE, OVERLAP_NODES_RULE, OVERLAP_SERVICES_RULE } from "../rules/pool-rules";
import { counted, listed } from "../words";
import { eachPool, type PoolCheck, type Said } from "./check";
import { newRange, type PoolPair } from "./pairs";
import { selectorOf } from "./selector";
import { type ServiceRange, serviceRangesIn } from "./services";

/** Pools that do not go with the services or the nodes of their cluster. */
export const SURROUNDINGS_CHECKS: readonly PoolCheck[] = [
    (world) => {
        const services = serviceRangesIn(world.change.after);
        return eachPool(OVERLAP_SERVICES_RULE, ["cidr"], (pair) => overlapWithServices(pair, services))(world);
    },
    eachPool(OVERLAP_NODES_RULE, ["cidr"], (pair, { nodes }) => overlapWithNodes(pair, nodes)),
    eachPool(FEW_BLOCKS_RULE, ["cidr", "blockSize", "nodeSelector", "allowedUses"], (pair, { nodes }) =>
        fewBlocks(pair, nodes),
    ),
];

function overlapWithServices(pair: PoolPair, services: readonly ServiceRange[]): Said[] {
    const own = newRange(pair);
    const found = services.filter(
        ({ family, first, last }) => family === own?.family && first <= own.last && own.first <= last,
    );
    const owners = listed(found.map(({ owner }) => owner));
    return found.length === 0
        ? []
        : [clash(pair, `those of ${owners}: a pod and a service with the same address cannot reach each other.`)];
}

function overlapWithNodes(pair: PoolPair, nodes: readonly LiveNode[]): Said[] {
    const own = newRange(pair);
    const found = nodes.filter(({ addresses }) =>
        addresses.some(({ family, value }) => family === own?.family && own.first <= value && value <= own.last),
    );
    const names = listed(found.map(({ name }) => name));
    return found.length === 0
        ? []
        : [
              clash(
                  pair,
                  `those of ${counted(found.length, "node")} (${names}): a pod that gets one takes the node off the network.`,
              ),
          ];
}

function clash({ name, after }: PoolPair, whose: string): Said {
    return {
        severity: "danger",
        message: `Addresses of "${name}" (${after?.spec.cidr ?? ""}) are ${whose}`,
        wayOut: "Choose a CIDR that nothing else in the cluster has.",
    };
}

function fewBlocks({ name, before, after }: PoolPair, nodes: readonly LiveNode[]): Said[] {
    const isShort = (pool: typeof after): boolean => pool !== undefined && blocksOf(pool) < nodesOf(pool, nodes);
    if (!after || !isShort(after) || isShort(before) || after.spec.allowedUses.includes(AllowedUse.LoadBalancer)) {
        return [];
    }
    const has = `${counted(blocksOf(after), "block")} of /${after.spec.blockSize}`;
    return [
        {
            severity: "warning",
            message: `"${name}" has ${has} for ${counted(nodesOf(after, nodes), "node")}, and each node needs one.`,
            wayOut: "Make another pool that is larger or has smaller blocks, or leave this one to fewer nodes.",
        },
    ];
}

function blocksOf({ spec, range }: NonNullable<PoolPair["after"]>): bigint {
    return range ? 2n ** BigInt(Math.max(spec.blockSize - range.prefix, 0)) : 0n;
}

function nodesOf({ spec, range }: NonNullable<PoolPair["after"]>, nodes: readonly LiveNode[]): bigint {
    const selector = selectorOf(spec.nodeSelector);
    const isSized = range !== undefined && spec.blockSize <= ADDRESS_BITS[range.family];
    return BigInt(selector && isSized ? nodes.filter(({ labels }) => selects(selector, labels)).length : 0);
}
