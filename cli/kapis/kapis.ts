// SPDX-License-Identifier: Apache-2.0

/** A pool as KubeSphere's own API tells it. Source: IPPool of skills/kubesphere-network-extension-operations/references/swagger.yaml. */
export interface KapisPool {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly cidr: string; readonly blockSize?: number; readonly disabled?: boolean };
    readonly status: KapisPoolStatus;
}

/** How the addresses of a pool are used, as KubeSphere counts them. */
export interface KapisPoolStatus {
    readonly capacity: number;
    readonly allocations: number;
    readonly unallocated: number;
    readonly reserved: number;
    readonly tunnel: number;
    /** Addresses by namespace. */
    readonly namespaces: Readonly<Record<string, number>>;
}

/** KubeSphere's API for pools: `/kapis/network.kubesphere.io/v1alpha2`. */
export interface Kapis {
    pools(): Promise<readonly KapisPool[]>;
    /** Undefined if there is no such pool. */
    pool(name: string): Promise<KapisPool | undefined>;
    /** Names of the pools that the pods of a pool can be moved to. */
    targets(name: string): Promise<readonly string[]>;
    /** Names of the pools that a namespace may use. */
    poolsOf(namespace: string): Promise<readonly string[]>;
    /** Asks KubeSphere to move everything from one pool to another. */
    migrate(from: string, to: string): Promise<void>;
}
