// SPDX-License-Identifier: Apache-2.0
import { didYouMean } from "../closest";
import { finding } from "../findings";
import { type IPAMPool, ipamPools, isForPods } from "../ipam/pool";
import type { Finding } from "../rule";
import type { TwoPools } from "./pools";
import type { MigrationWorld } from "./world";

/** What may be asked of a migration. */
export interface MigrationOptions {
    /** Most workloads that are rolled at the same time. Defaults to 5. */
    readonly batchSize?: number;
    /** Only these namespaces move, and the old pool stays enabled for the others. Defaults to all of them. */
    readonly namespaces?: readonly string[];
}

/** What is asked: two names of pools, and options. */
export interface Asked extends MigrationOptions {
    readonly from: string;
    readonly to: string;
}

/** Workloads of a batch where nobody says how many. */
export const DEFAULT_BATCH_SIZE = 5;

/** The pools that are asked for, if they can be the two ends of a migration, and what is wrong with what is asked. */
export function checkAsked(asked: Asked, world: MigrationWorld): { found?: TwoPools; findings: readonly Finding[] } {
    const pools = new Map(ipamPools(world.pools).map((pool) => [pool.name, pool]));
    const [from, to] = [pools.get(asked.from), pools.get(asked.to)];
    const findings = [
        ...poolFindings("FROM", asked.from, from, world),
        ...(asked.from === asked.to
            ? [finding("TO", asked.to, "must be another pool than FROM. Name the pool to move to.")]
            : [...poolFindings("TO", asked.to, to, world), ...(from && to ? familyFindings(from, to) : [])]),
        ...batchFindings(asked),
        ...namespaceFindings(asked, world),
    ];
    return { findings, ...(findings.length === 0 && from && to && { found: { from, to } }) };
}

function poolFindings(
    property: string,
    name: string,
    pool: IPAMPool | undefined,
    { pools }: MigrationWorld,
): readonly Finding[] {
    if (pool === undefined) {
        const names = pools.map(({ metadata }) => metadata?.name ?? "");
        const fault = names.includes(name)
            ? "has a CIDR that cannot be read. Mend the pool first."
            : `must be a pool of the cluster.${didYouMean(name, names)}`;
        return [finding(property, name, fault)];
    }
    const uses = pool.spec.allowedUses.join(", ");
    return isForPods(pool)
        ? []
        : [finding(property, name, `must be a pool for pods, and is one for [${uses}] alone. Name another pool.`)];
}

function familyFindings(from: IPAMPool, to: IPAMPool): readonly Finding[] {
    const [old, next] = [from.cidr.family, to.cidr.family];
    return old === next
        ? []
        : [
              finding(
                  "TO",
                  to.name,
                  `has IPv${next} addresses (${to.spec.cidr}), and "${from.name}" has IPv${old} ones (${from.spec.cidr}). Name a pool with IPv${old} addresses.`,
              ),
          ];
}

function batchFindings({ batchSize = DEFAULT_BATCH_SIZE }: Asked): readonly Finding[] {
    return Number.isInteger(batchSize) && batchSize > 0
        ? []
        : [finding("batchSize", batchSize, "must be a whole number from 1 on.")];
}

function namespaceFindings({ namespaces }: Asked, world: MigrationWorld): readonly Finding[] {
    const names = world.namespaces.map(({ metadata }) => metadata?.name ?? "");
    return (namespaces ?? [])
        .filter((name) => !names.includes(name))
        .map((name) => finding("namespaces", name, `must be a namespace of the cluster.${didYouMean(name, names)}`));
}
