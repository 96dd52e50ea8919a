// SPDX-License-Identifier: Apache-2.0
import { BadInput } from "../inputs/bad-input";
import { type Kapis, kapisOf, type KapisOptions } from "../kapis/kapis";
import type { JournaledCluster } from "./journaled";

/** Opens KubeSphere's API for a migration. Throws a BadInput where there is none. */
export function kapisFor(options: KapisOptions): (journaled: JournaledCluster) => Promise<Kapis> {
    return async ({ cluster }) => {
        const kapis = await kapisOf(cluster, options);
        if (kapis === undefined) {
            throw new BadInput([
                `The cluster "${cluster.context}" does not answer as KubeSphere: say where its API server is with --kubesphere, or leave --through kubesphere out.`,
            ]);
        }
        return kapis;
    };
}
