// SPDX-License-Identifier: Apache-2.0
import type { ClusterContents } from "kubesphere-network/lib/adoption/contents";
import { didYouMean } from "kubesphere-network/lib/closest";
import { liveCluster, type LiveOptions } from "../../cluster/cluster";
import { contextsOf } from "../../cluster/contexts";
import { assertGoodInput } from "../../inputs/bad-input";
import { progressLine } from "../../text/progress";
import { readCluster } from "./contents";

/** Which clusters are adopted. */
export interface ClustersAsked extends LiveOptions {
    /** Members as "NAME=CONTEXT"; the context is the host's without any. */
    readonly member?: readonly string[];
}

/** The clusters that were read. */
export interface ClustersRead {
    /** The host first. */
    readonly clusters: readonly ClusterContents[];
    /** What could not be looked at, in whole sentences. */
    readonly notes: readonly string[];
}

/** Reads the host and the members, one after the other, and shows how far it is. */
export async function readClusters({ member, kubeconfig, context }: ClustersAsked): Promise<ClustersRead> {
    const members = contextsOf("--member", member);
    const line = progressLine();
    const read = async (name: string | undefined, of: LiveOptions) =>
        readCluster(await liveCluster(of), name, (kind, count) => {
            line.show(`Reading ${name ?? "the host"}, ${kind}: ${count}`);
        });
    try {
        const host = await read(undefined, { kubeconfig, context });
        assertGoodInput([...members.keys()].flatMap((name) => unknownMember(name, host.contents)));
        const others = [];
        for (const [name, of] of [...members].sort(([a], [b]) => (a < b ? -1 : 1))) {
            others.push(await read(name, { kubeconfig, context: of }));
        }
        const all = [host, ...others];
        return { clusters: all.map(({ contents }) => contents), notes: all.flatMap(({ notes }) => notes) };
    } finally {
        line.clear();
    }
}

/** A member must be one of KubeSphere's clusters, as far as they may be read, and not the host. */
function unknownMember(name: string, { host, name: hostName }: ClusterContents): string[] {
    if (name === hostName) {
        return [`--member ${name}: this is the host, which --context says. Leave it out.`];
    }
    const known = host?.clusters?.map((cluster) => cluster.name) ?? [];
    return known.length === 0 || known.includes(name)
        ? []
        : [
              `--member ${name}: the host knows no such cluster.${didYouMean(name, known) || ` There are: ${known.join(", ")}.`}`,
          ];
}
