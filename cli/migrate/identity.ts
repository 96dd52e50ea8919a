// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE } from "kubesphere-network/lib/kinds";
import { cannotRead, type LiveCluster } from "../cluster/cluster";
import { Denied } from "../cluster/denied";
import { rightOf } from "../cluster/right";
import { isForbidden } from "../cluster/status";
import { BadInput } from "../inputs/bad-input";
import type { ClusterIdentity } from "./journal/events";

/** A namespace that every cluster has from its first moment on, and never anew. */
const OLDEST = "kube-system";

/** Which cluster it is, whatever its kubeconfig calls it. */
export async function identityOf(cluster: LiveCluster): Promise<ClusterIdentity> {
    try {
        const namespace = await cluster.get<{ metadata: { uid: string } }>(NAMESPACE, OLDEST);
        return { context: cluster.context, uid: namespace?.metadata.uid ?? "" };
    } catch (error) {
        throw isForbidden(error)
            ? new Denied([rightOf("get", NAMESPACE, { name: OLDEST })])
            : cannotRead(NAMESPACE, error);
    }
}

/** Throws a BadInput if a journal is of another cluster. */
export function assertSameCluster(path: string, journal: ClusterIdentity, live: ClusterIdentity): void {
    if (journal.uid !== live.uid) {
        throw new BadInput([
            `The journal ${path} is of another cluster: its namespace ${OLDEST} had the uid ${journal.uid}, and that of "${live.context}" has ${live.uid}. Name the right context, or move the journal away.`,
        ]);
    }
}
