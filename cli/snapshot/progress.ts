// SPDX-License-Identifier: Apache-2.0
import { liveCluster, type LiveOptions } from "../inputs/live/cluster";
import type { Snapshot } from "./snapshot";
import { takeSnapshot } from "./take";

/** Goes back to the beginning of the line and empties it. */
const AGAIN = "\r\u001b[K";

/** Takes a snapshot, and shows meanwhile on one line of a terminal how far it is. */
export async function takeVisibly(
    options: LiveOptions,
    stream: NodeJS.WritableStream & { readonly isTTY?: boolean } = process.stderr,
): Promise<Snapshot> {
    const show = (text: string): void => {
        if (stream.isTTY === true) {
            stream.write(`${AGAIN}${text}`);
        }
    };
    const cluster = await liveCluster(options);
    try {
        return await takeSnapshot(cluster, (kind, count) => {
            show(`Reading ${kind}: ${count}`);
        });
    } finally {
        show("");
    }
}
