// SPDX-License-Identifier: Apache-2.0
import { driftsOf } from "kubesphere-network/lib/drift/compare";
import type { Drifts } from "kubesphere-network/lib/drift/drift";
import { targetsOf } from "kubesphere-network/lib/drift/wanted";
import { SEVERITIES } from "kubesphere-network/lib/report/report";
import { liveCluster } from "../cluster/cluster";
import { LiveKinds, readLive } from "./live";
import { type ClusterWanted, type DriftOptions, readWanted } from "./wanted";

/** Compares what is wanted with what is there. Throws a BadInput if something cannot be read, or is not asked right. */
export async function findDrift(options: DriftOptions): Promise<Drifts> {
    const { clusters, notCompared } = await readWanted(options);
    const all: Drifts[] = [];
    for (const cluster of clusters) {
        all.push(await ofCluster(cluster, options));
    }
    const drifts = all.flatMap((each) => each.drifts);
    return {
        compared: all.reduce((sum, { compared }) => sum + compared, 0),
        drifts: SEVERITIES.flatMap((severity) => drifts.filter((each) => each.severity === severity)),
        notCompared: [...notCompared, ...all.flatMap((each) => each.notCompared)],
    };
}

async function ofCluster({ name, context, wanted }: ClusterWanted, { kubeconfig }: DriftOptions): Promise<Drifts> {
    const live = new LiveKinds(await liveCluster({ kubeconfig, context }));
    const { objects, templates, comparable, notCompared } = await readLive(live, await wanted(live));
    const found = driftsOf(targetsOf(comparable, objects), templates);
    const place = name === undefined ? {} : { cluster: name };
    return {
        compared: found.compared,
        drifts: found.drifts.map((drift) => ({ ...place, ...drift })),
        notCompared: [...notCompared, ...found.notCompared].map((each) => ({ ...place, ...each })),
    };
}
