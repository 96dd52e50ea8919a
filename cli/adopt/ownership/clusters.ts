// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { type LiveCluster, liveCluster, type LiveOptions } from "../../cluster/cluster";
import { BadInput } from "../../inputs/bad-input";
import type { Access, WantedFile } from "./wanted";

/** Opens the clusters of an import file by the name of their provider; undefined is the default provider. */
export async function openClusters(
    { wanted, providers }: WantedFile,
    options: LiveOptions,
): Promise<Map<string | undefined, LiveCluster>> {
    const opened = new Map<string | undefined, LiveCluster>();
    for (const provider of new Set(wanted.map((each) => each.provider))) {
        const own = provider === undefined ? options : accessOf(provider, providers.get(provider), options.kubeconfig);
        opened.set(provider, await liveCluster(own));
    }
    return opened;
}

/** A kubeconfig that is asked for holds for all clusters; each has a context of its own. */
function accessOf(provider: string, { kubeconfig, context }: Access = {}, asked?: string): LiveOptions {
    // A program may have the text of a kubeconfig in its place, which is shown to nobody.
    if (asked === undefined && kubeconfig !== undefined && !existsSync(kubeconfig)) {
        throw new BadInput([`The kubeconfig of ${provider} is no file that is here. Name one with --kubeconfig.`]);
    }
    return { kubeconfig: asked ?? kubeconfig, context };
}
