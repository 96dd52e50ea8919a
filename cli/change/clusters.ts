// SPDX-License-Identifier: Apache-2.0
import type { Layer, Writer } from "kubesphere-network/lib/report/writers";
import { layerOf, type Pair, type Said } from "./said";

/** Where what names no provider goes, and what has that of Pulumi itself: its name tells the version of the plugin. */
const DEFAULT = "default";
const DEFAULT_PROVIDER = /::pulumi:providers:kubernetes::default(?:_\d.*)?$/;

/** What a writer says of a cluster's object. */
interface Placed {
    readonly cluster: string;
    readonly layer: Layer;
    readonly isRetained: boolean;
}

/** Writers by the name of their cluster: that of its provider, or "default". */
export function writersByCluster(pairs: readonly Pair[]): ReadonlyMap<string, readonly Writer[]> {
    const clusters = new Map<string, Writer[]>();
    for (const { before, after, isWritten } of pairs) {
        const [was, is] = [placed(before), placed(after)];
        // A resource that moves to another provider goes in one cluster and comes in the other.
        for (const cluster of new Set([was, is].flatMap((each) => each?.cluster ?? []))) {
            const writers = clusters.get(cluster) ?? [];
            clusters.set(cluster, writers);
            writers.push({
                before: was?.cluster === cluster ? was.layer : undefined,
                after: is?.cluster === cluster ? is.layer : undefined,
                isWritten: isWritten || was?.cluster !== is?.cluster,
                isRetained: was?.isRetained,
            });
        }
    }
    return named(clusters);
}

function placed(said: Said | undefined): Placed | undefined {
    const layer = said && layerOf(said);
    const cluster = clusterOf(said?.object.cluster ?? "");
    return said && layer && { cluster, layer, isRetained: said.isRetained };
}

/** What tells the cluster of a provider from others: its URN, or "default". */
export function clusterOf(provider: string): string {
    return provider === "" || DEFAULT_PROVIDER.test(provider) ? DEFAULT : provider;
}

/** Clusters by the logical names of their providers; of several with one name each has what its URN has in front of it. */
export function named<T>(clusters: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
    const names = [...clusters.keys()].map(nameOf);
    return new Map(
        [...clusters].map(([urn, value], index) => {
            const name = names[index] ?? urn;
            return [
                names.indexOf(name) === names.lastIndexOf(name) ? name : urn.split("::").slice(2).join("::"),
                value,
            ];
        }),
    );
}

function nameOf(provider: string): string {
    return provider.split("::").slice(3).join("::") || provider;
}
