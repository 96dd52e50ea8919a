// SPDX-License-Identifier: Apache-2.0
import { CHECKS } from "./checks";
import type { Patient } from "./facts";
import type { NotChecked } from "./finding";
import { releasesOf } from "./plan/state";
import { clustersOf } from "./plan/surroundings";

/** Clusters that are to have an agent and were not looked at: what the host tells of them is all that is known. */
export function unseenClusters({ host, members }: Patient, asked: readonly string[]): NotChecked[] {
    const seen = [host, ...members].map(({ name }) => name);
    const known = clustersOf(host)?.map(({ name }) => name);
    const rules = CHECKS.filter(({ id, of }) => of === "each" && asked.includes(id)).map(({ id }) => id);
    const placed = (releasesOf(host)?.releases ?? []).flatMap(({ cluster }) => cluster ?? []);
    return (
        [...new Set(placed)]
            // Of one that KubeSphere does not know "extension-clusters" tells.
            .filter((cluster) => !seen.includes(cluster) && known?.includes(cluster) !== false)
            .map((cluster) => ({
                cluster,
                rules,
                reason: `The agent belongs there, and nobody looked: add --member ${cluster}=CONTEXT.`,
            }))
    );
}
