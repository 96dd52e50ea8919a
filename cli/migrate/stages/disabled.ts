// SPDX-License-Identifier: Apache-2.0
import { means, pinOf, type WorkloadObject } from "kubesphere-network/lib/ippool/pins";
import { IP_POOL } from "kubesphere-network/lib/kinds";
import type { MigrationWorld } from "kubesphere-network/lib/migration/world";
import { mergePatch } from "../../cluster/write";
import { type Conduct, inJournal } from "../conduct";
import type { IPPoolObject } from "kubesphere-network/lib/ippool/surroundings";
import type { Migration } from "../migration";
import { planned } from "../planned";
import { Stopped } from "../stopped";
import { assertReady } from "./target";

/** Kinds of the world whose objects, or the pods that they make, may ask for pools. */
const ASKING = {
    namespaces: "Namespace",
    deployments: "Deployment",
    statefulSets: "StatefulSet",
    daemonSets: "DaemonSet",
    cronJobs: "CronJob",
    jobs: "Job",
} as const satisfies Partial<Record<keyof MigrationWorld, string>>;

/** Disables the old pool, once nobody asks for it any more: Calico fails every pod that does. */
export async function disabled(conduct: Conduct, migration: Migration): Promise<void> {
    const { cluster } = conduct;
    const { from, to } = migration;
    const pool = await cluster.get<IPPoolObject>(IP_POOL, from.name);
    if (pool !== undefined && pool.spec?.disabled !== true) {
        await assertReady(cluster, to);
        await assertNobodyAsks(conduct, migration);
    }
    await inJournal(conduct, { action: "disable", object: { kind: "IPPool", name: from.name } }, async () => {
        if (pool === undefined || pool.spec?.disabled === true) {
            return pool === undefined ? "gone" : "already";
        }
        await mergePatch(cluster, { kind: IP_POOL, name: from.name }, { spec: { disabled: true } });
        return "done";
    });
}

/** Everything is read anew: somebody, or a controller, may have written the old pool back. */
async function assertNobodyAsks({ cluster }: Conduct, { asked, from, namespaces }: Migration): Promise<void> {
    const { world, plan } = await planned(cluster, asked);
    const known = new Set(namespaces.map(({ namespace }) => namespace));
    const late = plan.namespaces.filter(({ namespace }) => !known.has(namespace));
    const reasons = [
        ...askingFor(world, from).map(
            (holder) =>
                `${holder} asks for IPPool "${from.name}" by an annotation: its new pods would fail once the pool is disabled. Take the pool out of the annotation.`,
        ),
        ...late.map(
            ({ namespace }) =>
                `Namespace "${namespace}" was bound to IPPool "${from.name}" after the migration began. A resumed migration moves it, too.`,
        ),
    ];
    if (reasons.length > 0) {
        throw new Stopped(reasons);
    }
}

function askingFor(world: MigrationWorld, from: Migration["from"]): string[] {
    return Object.entries(ASKING).flatMap(([key, kind]) =>
        (world[key as keyof typeof ASKING] as readonly WorkloadObject[])
            .map((object) => pinOf(kind, object))
            .flatMap((pin) => (pin?.pools.some((entry) => means(entry, from)) === true ? [pin.holder] : [])),
    );
}
