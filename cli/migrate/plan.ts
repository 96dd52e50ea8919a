// SPDX-License-Identifier: Apache-2.0
import type { MigrationPlan } from "kubesphere-network/lib/migration/plan";
import { programChange } from "kubesphere-network/lib/migration/program-change";
import { liveCluster, type LiveCluster } from "../cluster/cluster";
import type { Way } from "./journal/events";
import { commandText } from "./next";
import { type Asked, planned } from "./planned";
import type { MigrateOptions } from "./journaled";
import type { Ending, Voice } from "./voice";

/** Plans a migration, and shows it. Nothing is written. */
export async function planMigration(
    options: MigrateOptions & { readonly through: Way },
    voice: Voice,
): Promise<Ending> {
    const cluster = await liveCluster(options);
    const plan = await shownPlan(cluster, options, { through: options.through, voice });
    const refusal = refusalOf(plan);
    const outcome = refusal.length > 0 ? "refused" : isNothing(plan) ? "nothing" : "planned";
    return {
        outcome,
        reasons: outcome === "nothing" ? [nothingText(options.from)] : refusal,
        next: outcome === "planned" ? [commandText("run", options)] : [],
        program: [],
    };
}

/** The plan as the cluster is now, which is shown. */
export async function shownPlan(
    cluster: LiveCluster,
    { from, to, batchSize, namespaces }: Asked,
    { through, voice }: { readonly through: Way; readonly voice: Voice },
): Promise<MigrationPlan> {
    const asked = { from, to, ...(batchSize !== undefined && { batchSize }), ...(namespaces && { namespaces }) };
    const { plan, notRead } = await planned(cluster, asked, (kind, count) => {
        voice.waiting(`Reading ${kind}: ${count}`);
    });
    if (!isNothing(plan)) {
        voice.plan({ plan, program: programChange(plan), through, notRead });
    }
    return plan;
}

/** Whether there is nothing to move. */
export function isNothing({ namespaces, batches, others, waited }: MigrationPlan): boolean {
    return [namespaces, batches, others, waited].every(({ length }) => length === 0);
}

/** Says so. */
export function nothingText(from: string): string {
    return `No namespace is bound to IPPool "${from}", and no pod has an address of it.`;
}

/** What stops a migration before it begins. */
export function refusalOf({ checks }: MigrationPlan): string[] {
    const dangers = checks.filter(({ severity }) => severity === "danger").length;
    return dangers === 0
        ? []
        : [
              `Nothing is moved: the plan has ${dangers === 1 ? "a danger" : `${dangers} dangers`}. Follow the ${dangers === 1 ? "way" : "ways"} out above, and plan anew.`,
          ];
}
