// SPDX-License-Identifier: Apache-2.0
import { liveCluster, type LiveOptions } from "../cluster/cluster";
import { progressLine } from "../text/progress";
import type { Snapshot } from "./snapshot";
import { takeSnapshot } from "./take";

/** Takes a snapshot, and shows meanwhile on one line of a terminal how far it is. */
export async function takeVisibly(
    options: LiveOptions,
    stream: NodeJS.WritableStream & { readonly isTTY?: boolean } = process.stderr,
): Promise<Snapshot> {
    const line = progressLine(stream);
    const cluster = await liveCluster(options);
    try {
        return await takeSnapshot(cluster, (kind, count) => {
            line.show(`Reading ${kind}: ${count}`);
        });
    } finally {
        line.clear();
    }
}
