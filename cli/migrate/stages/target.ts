// SPDX-License-Identifier: Apache-2.0
import type { IPPoolObject } from "kubesphere-network/lib/ippool/surroundings";
import { IP_POOL, IP_RESERVATION, IPAM_BLOCK } from "kubesphere-network/lib/kinds";
import type { MigrationPool } from "kubesphere-network/lib/migration/plan";
import { readyTarget } from "kubesphere-network/lib/migration/ready-target";
import type { MigrationWorld } from "kubesphere-network/lib/migration/world";
import type { LiveCluster } from "../../cluster/cluster";
import { Reads } from "../../cluster/reads";
import { Stopped } from "../stopped";

type Blocks = MigrationWorld["blocks"][number];
type Reservations = MigrationWorld["reservations"][number];

/** Throws a Stopped unless the new pool can take pods now: it is there, enabled, and has room. */
export async function assertReady(cluster: LiveCluster, pool: MigrationPool): Promise<void> {
    await assertUsable(cluster, pool);
    const reads = new Reads(cluster);
    const checks = readyTarget(pool, {
        pools: await reads.list<IPPoolObject>(IP_POOL),
        blocks: await reads.list<Blocks>(IPAM_BLOCK),
        reservations: (await reads.listIfAllowed<Reservations>(IP_RESERVATION)) ?? [],
    });
    reads.assertAllowed();
    if (checks.length > 0) {
        throw new Stopped(checks.map(({ object, message, wayOut }) => `${object}: ${message} ${wayOut}`));
    }
}

/** Throws a Stopped if somebody has disabled, deleted or replaced a pool. */
export async function assertUsable(cluster: LiveCluster, { name, cidr }: MigrationPool): Promise<void> {
    const pool = await cluster.get<IPPoolObject>(IP_POOL, name);
    if (pool === undefined) {
        throw new Stopped([`IPPool "${name}" is gone: somebody has deleted it. Make it anew with the CIDR ${cidr}.`]);
    }
    const reasons = [
        ...(pool.spec?.disabled === true
            ? [`IPPool "${name}" is disabled: somebody has done that since the migration began. Enable it again.`]
            : []),
        ...(pool.spec?.cidr === cidr
            ? []
            : [
                  `IPPool "${name}" has the CIDR ${pool.spec?.cidr ?? "nothing"}, and had ${cidr} when the migration began.`,
              ]),
    ];
    if (reasons.length > 0) {
        throw new Stopped(reasons);
    }
}
