// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE } from "kubesphere-network/lib/kinds";
import type { OwnedObject } from "kubesphere-network/lib/migration/world";
import type { ObjectMeta } from "kubesphere-network/lib/cluster/objects";
import type { LiveCluster } from "../../cluster/cluster";
import type { ManagedMeta } from "../../cluster/managed-fields";
import { CONFLICT, NOT_FOUND } from "../../cluster/status";
import { isRefused, mergePatch } from "../../cluster/write";
import type { Outcome } from "../journal/events";
import { Stopped } from "../stopped";
import type { Difference } from "./keys";

/** How often somebody else may write a namespace between reading and writing it here. */
const ATTEMPTS = 10;

/**
 * Writes what is to be different, as a function of the namespace as it is then: who writes it at the same time never loses
 * anything. Before it is written, a caller may keep what it was.
 */
export async function writeNamespace(
    cluster: LiveCluster,
    name: string,
    differences: (metadata: ObjectMeta) => readonly Difference[],
    beforeWriting: (metadata: ManagedMeta) => Promise<void> = () => Promise.resolve(),
): Promise<Outcome> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const metadata = await liveMetadata(cluster, name);
        const changes = metadata && differences(metadata);
        if (metadata === undefined || changes === undefined || changes.length === 0) {
            return metadata === undefined ? "gone" : "already";
        }
        await beforeWriting(metadata);
        try {
            await mergePatch(cluster, { kind: NAMESPACE, name }, { metadata: patchOf(metadata, changes) });
            return "done";
        } catch (error) {
            if (isRefused(error, NOT_FOUND)) {
                return "gone";
            }
            if (!isRefused(error, CONFLICT)) {
                throw error;
            }
        }
    }
    throw new Stopped([
        `Namespace "${name}" was changed by somebody else each of the ${ATTEMPTS} times that it was to be written. Find out who writes it so often.`,
    ]);
}

/** The metadata of a namespace; undefined if there is none, or none for long. */
async function liveMetadata(cluster: LiveCluster, name: string): Promise<ManagedMeta | undefined> {
    const found = await cluster.get<OwnedObject & { readonly metadata?: ManagedMeta }>(NAMESPACE, name);
    return found?.metadata?.deletionTimestamp === undefined ? found?.metadata : undefined;
}

/** With the version that was read, so that the server refuses it once somebody else has written the namespace. */
function patchOf(metadata: ManagedMeta, changes: readonly Difference[]): object {
    const part = (name: Difference["part"]): object => {
        const entries = changes.flatMap(({ part, key, wanted }) => (part === name ? [[key, wanted] as const] : []));
        return entries.length === 0 ? {} : { [name]: Object.fromEntries(entries) };
    };
    return { resourceVersion: metadata.resourceVersion, ...part("labels"), ...part("annotations") };
}
