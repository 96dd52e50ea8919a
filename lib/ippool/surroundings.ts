// SPDX-License-Identifier: Apache-2.0
import { type Cidr, parseAddress, parseCidr } from "../cidr";
import type { ClusterObject, NodeObject } from "../cluster/objects";
import type { AddressRange } from "../cluster/address-ranges";
import type { IPPoolSpec, NamedIPPool } from "./spec";

/** An IPPool object of a cluster. */
export interface IPPoolObject extends ClusterObject {
    readonly spec?: Partial<IPPoolSpec>;
}

/** The same with its CIDR read; thousands of pools are compared with thousands. */
export interface LivePool {
    readonly name: string;
    readonly object: IPPoolObject;
    readonly range?: Cidr;
}

/** A node with its addresses read. */
export interface LiveNode {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly addresses: readonly { readonly text: string; readonly family: 4 | 6; readonly value: bigint }[];
}

/** Whoever asks for a pool by name or CIDR in an annotation, and with it fails while the pool is disabled. */
export interface Pin {
    /** What it is, as a message says it, e.g. `Namespace shop`. */
    readonly holder: string;
    /** Pool names or CIDRs. */
    readonly pools: readonly string[];
}

/** What the API server serves pools as. */
export const PoolApi = { V1: "crd.projectcalico.org/v1", V3Only: "projectcalico.org/v3", None: "none" } as const;
export type PoolApi = (typeof PoolApi)[keyof typeof PoolApi];

/** What a pool would meet on its cluster. Each part is undefined if it was not, or could not be, looked at. */
export interface Surroundings {
    readonly api?: PoolApi;
    /** Webhooks that check every write of a pool and have nobody to do it: webhook and service. */
    readonly deadWebhooks?: readonly { readonly webhook: string; readonly service: string }[];
    readonly pools?: ReadonlyMap<string, LivePool>;
    readonly services?: readonly AddressRange[];
    readonly nodes?: readonly LiveNode[];
    /** Addresses that kube-proxy takes for those of pods. */
    readonly clusterCidrs?: readonly string[];
    readonly blocks?: readonly { readonly spec?: { readonly cidr?: string } }[];
    readonly pins?: readonly Pin[];
}

/** A pool among what is there already. */
export interface PoolInCluster {
    readonly pool: NamedIPPool;
    readonly cluster: Surroundings;
}

/** The pool as it is on the cluster now. */
export function livePool({ pool, cluster }: PoolInCluster): IPPoolObject | undefined {
    return cluster.pools?.get(pool.poolName)?.object;
}

/** The pools of a cluster by name. */
export function livePools(objects: readonly IPPoolObject[]): ReadonlyMap<string, LivePool> {
    return new Map(
        objects.map((object) => {
            const name = object.metadata?.name ?? "";
            return [name, { name, object, range: parseCidr(object.spec?.cidr ?? "") }];
        }),
    );
}

/** The nodes of a cluster. */
export function liveNodes(objects: readonly NodeObject[]): LiveNode[] {
    return objects.map(({ metadata, status }) => ({
        name: metadata?.name ?? "",
        labels: metadata?.labels ?? {},
        addresses: (status?.addresses ?? []).flatMap(({ address }) => {
            const parsed = parseAddress(address);
            return parsed ? [{ text: address, ...parsed }] : [];
        }),
    }));
}
