// SPDX-License-Identifier: Apache-2.0
import {
    type ConfigMapObject,
    kubeProxyRanges,
    type ServiceCidrObject,
    serviceRanges,
} from "kubesphere-network/lib/cluster/address-ranges";
import { CONFIG_MAP, type Kind, SERVICE_CIDR } from "kubesphere-network/lib/kinds";
import type { MigrationWorld } from "kubesphere-network/lib/migration/world";
import type { LiveCluster } from "../cluster/cluster";
import { counting, ifAllowed, type Progress, Reads } from "../cluster/reads";
import { shaped } from "../snapshot/shape";
import { type ReadPart, READ_PARTS, KUBEADM_CONFIG, KUBE_PROXY } from "./read-parts";

/** A cluster as a migration is planned from it. */
export interface ReadWorld {
    readonly world: MigrationWorld;
    /** Kinds that may not be read, and that the plan is made without. */
    readonly notRead: readonly Kind[];
}

/** Reads a cluster page by page. Throws a Denied with every right that is missing. */
export async function readWorld(cluster: LiveCluster, progress: Progress = () => undefined): Promise<ReadWorld> {
    const reads = new Reads(cluster);
    const parts: [string, object[]][] = [];
    for (const [key, part] of Object.entries(READ_PARTS)) {
        parts.push([key, await read(reads, part, progress)]);
    }
    const serviceCidrs = await reads.listIfAllowed<ServiceCidrObject>(SERVICE_CIDR);
    const kubeadm = await configMap(cluster, KUBEADM_CONFIG);
    const kubeProxy = await configMap(cluster, KUBE_PROXY);
    reads.assertAllowed();
    const world = {
        ...Object.fromEntries(parts),
        serviceRanges: serviceRanges(serviceCidrs ?? [], kubeadm),
        clusterCidrs: kubeProxyRanges(kubeProxy),
    } as unknown as MigrationWorld;
    return { world, notRead: reads.notRead };
}

async function read(reads: Reads, { kind, shape, without }: ReadPart, progress: Progress): Promise<object[]> {
    const keep = counting(kind, progress, (page) => page.map((item) => shaped(item, shape) as object));
    return without === undefined
        ? reads.list(kind, undefined, keep)
        : ((await reads.listIfAllowed(kind, undefined, keep)) ?? []);
}

/** A ConfigMap of kube-system; undefined if there is none, or if it may not be read. */
function configMap(cluster: LiveCluster, name: string): Promise<ConfigMapObject | undefined> {
    return ifAllowed(CONFIG_MAP, cluster.get<ConfigMapObject>(CONFIG_MAP, name, "kube-system"));
}
