// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { BadInput } from "../inputs/bad-input";
import type { LiveOptions } from "../cluster/cluster";
import { readWorld, type World } from "../snapshot/world";

/** Where to find what the clusters of a change have. */
export interface WorldsOptions extends LiveOptions {
    /** Read the only cluster. */
    readonly live?: boolean;
    /** Files with what clusters have, as "FILE" for the only cluster or as "PROVIDER=FILE". */
    readonly snapshot?: readonly string[];
}

/** What the clusters have, by their names; those that nobody asks for are left out. */
export async function readWorlds(
    { live = false, snapshot = [], ...connection }: WorldsOptions,
    clusters: readonly string[],
): Promise<ReadonlyMap<string, World>> {
    assertUsage({ live, snapshot, ...connection });
    const [only = "", ...others] = clusters;
    if (live && others.length > 0) {
        throw new BadInput([
            `--live reads one cluster, but the change is of several: ${clusters.join(", ")}. Take a snapshot of each, and give it as --snapshot PROVIDER=FILE.`,
        ]);
    }
    if (live) {
        return new Map([[only, await readWorld({ live, ...connection })]]);
    }
    const worlds = new Map<string, World>();
    for (const text of snapshot) {
        const { cluster, file } = assigned(text, clusters);
        if (worlds.has(cluster)) {
            throw new BadInput([
                `--snapshot ${text}: there is another snapshot of the same cluster. Give one of each.`,
            ]);
        }
        worlds.set(cluster, await readWorld({ snapshot: file }));
    }
    return worlds;
}

function assertUsage({ live, snapshot = [], context, kubeconfig }: WorldsOptions): void {
    if (live === true && snapshot.length > 0) {
        throw new BadInput(["--live and --snapshot both say what the cluster has: give one of them."]);
    }
    if (live !== true && (context ?? kubeconfig) !== undefined) {
        throw new BadInput(["--context and --kubeconfig say which cluster to read: give --live with them."]);
    }
}

/** The cluster of a snapshot and its file. A file may have "=" in its name. */
function assigned(text: string, clusters: readonly string[]): { readonly cluster: string; readonly file: string } {
    const [provider, ...rest] = text.split("=");
    if (rest.length > 0 && !existsSync(text)) {
        if (provider !== undefined && clusters.includes(provider)) {
            return { cluster: provider, file: rest.join("=") };
        }
        throw new BadInput([
            `--snapshot ${text}: the change has no provider "${provider ?? ""}". Choose one of: ${clusters.join(", ")}.`,
        ]);
    }
    const [only = "", ...others] = clusters;
    if (others.length > 0) {
        throw new BadInput([
            `--snapshot ${text}: the change is of several clusters. Say whose snapshot it is, as --snapshot PROVIDER=FILE with one of: ${clusters.join(", ")}.`,
        ]);
    }
    return { cluster: only, file: text };
}
