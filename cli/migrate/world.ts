// SPDX-License-Identifier: Apache-2.0
import { CannotRead } from "kubesphere-network/components/cluster/cannot-read";
import {
    type ConfigMapObject,
    kubeProxyRanges,
    type ServiceCidrObject,
    serviceRanges,
} from "kubesphere-network/lib/cluster/address-ranges";
import { CONFIG_MAP, type Kind, SERVICE_CIDR } from "kubesphere-network/lib/kinds";
import type { MigrationWorld } from "kubesphere-network/lib/migration/world";
import type { Tree } from "kubesphere-network/lib/tree";
import { cannotRead, type LiveCluster } from "../cluster/cluster";
import { type Keep, Reads } from "../cluster/reads";
import { shaped } from "../snapshot/shape";
import { type ReadPart, READ_PARTS, KUBEADM_CONFIG, KUBE_PROXY } from "./read-parts";

/** HTTP status of what may not be read. */
const FORBIDDEN = 403;

/** Told how many objects of a kind are read so far. */
export type Progress = (kind: string, count: number) => void;

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
    const kubeadm = await configMap(reads, KUBEADM_CONFIG);
    const kubeProxy = await configMap(reads, KUBE_PROXY);
    reads.assertAllowed();
    const world = {
        ...Object.fromEntries(parts),
        serviceRanges: serviceRanges(serviceCidrs ?? [], kubeadm),
        clusterCidrs: kubeProxyRanges(kubeProxy),
    } as unknown as MigrationWorld;
    return { world, notRead: reads.notRead };
}

async function read(reads: Reads, { kind, shape, without }: ReadPart, progress: Progress): Promise<object[]> {
    let count = 0;
    const keep: Keep<object> = (page) => {
        count += page.length;
        progress(kind.kind, count);
        return page.map((item) => shaped(item as Tree, shape) as object);
    };
    return without === undefined
        ? reads.list(kind, undefined, keep)
        : ((await reads.listIfAllowed(kind, undefined, keep)) ?? []);
}

/** A ConfigMap of kube-system; undefined if there is none, or if it may not be read. */
async function configMap({ cluster }: Reads, name: string): Promise<ConfigMapObject | undefined> {
    try {
        return await cluster.get<ConfigMapObject>(CONFIG_MAP, name, "kube-system");
    } catch (error) {
        if (error instanceof CannotRead && error.status === FORBIDDEN) {
            return undefined;
        }
        throw cannotRead(CONFIG_MAP, error);
    }
}
