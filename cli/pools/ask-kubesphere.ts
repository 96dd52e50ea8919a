// SPDX-License-Identifier: Apache-2.0
import type { LiveCluster } from "../cluster/cluster";
import { Denied } from "../cluster/denied";
import { BadInput } from "../inputs/bad-input";
import { type Kapis, kapisOf, type KapisOptions } from "../kapis/kapis";
import type { Source } from "./sources";

/** Who is asked, and how. */
export interface SourceOptions extends KapisOptions {
    readonly source: Source;
}

/** What KubeSphere's API says, and what to tell of it. */
export interface Told<T> {
    /** Undefined where it is not there, not asked, or refuses. */
    readonly answer?: T;
    /** Where it is, as a message says it. */
    readonly title?: string;
    /** Whole sentences. */
    readonly notes: readonly string[];
}

/** Asks KubeSphere's API. Throws a BadInput where it has to be asked, and is not there or refuses. */
export async function told<T>(
    cluster: LiveCluster,
    { source, ...options }: SourceOptions,
    ask: (kapis: Kapis) => Promise<T>,
): Promise<Told<T>> {
    if (source === "ipam") {
        return { notes: [] };
    }
    const isDemanded = source === "kapis" || options.kubesphere !== undefined;
    try {
        const kapis = await kapisOf(cluster, options);
        if (kapis === undefined && isDemanded) {
            const where = options.kubesphere ?? `the cluster "${cluster.context}"`;
            throw new BadInput([
                `There is no KubeSphere API for pools at ${where}: it knows no /kapis/network.kubesphere.io/v1alpha2. Name KubeSphere's API server with --kubesphere URL, or leave it out with --source ipam.`,
            ]);
        }
        return kapis === undefined ? { notes: [] } : { answer: await ask(kapis), title: kapis.title, notes: [] };
    } catch (error) {
        if (error instanceof Denied && !isDemanded) {
            return { notes: [`KubeSphere's API is there, and refuses: ${error.missing.join(", ")}.`] };
        }
        throw error;
    }
}
