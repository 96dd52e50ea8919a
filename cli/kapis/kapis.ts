// SPDX-License-Identifier: Apache-2.0
import type { KubeSpherePoolStatus } from "kubesphere-network/lib/ipam/kubesphere-status";
import type { LiveCluster } from "../cluster/cluster";
import { KapisClient } from "./client";
import { kapisServer, type KapisOptions } from "./server";

export type { KapisOptions } from "./server";
export type { KubeSpherePoolStatus as KapisPoolStatus };

/** A pool as KubeSphere's own API tells it. Source: IPPool of skills/kubesphere-network-extension-operations/references/swagger.yaml. */
export interface KapisPool {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly cidr: string; readonly blockSize?: number; readonly disabled?: boolean };
    readonly status: KubeSpherePoolStatus;
}

/** KubeSphere's API for pools: `/kapis/network.kubesphere.io/v1alpha2`. */
export interface Kapis {
    /** Where it is, as a message says it: "https://ks.example.com" or `the cluster "production"`. */
    readonly title: string;
    pools(): Promise<readonly KapisPool[]>;
    /** Undefined if there is no such pool. */
    pool(name: string): Promise<KapisPool | undefined>;
    /** Names of the pools that the pods of a pool can be moved to. */
    targets(name: string): Promise<readonly string[]>;
    /** Names of the pools that a namespace may use. */
    poolsOf(namespace: string): Promise<readonly string[]>;
    /** Asks KubeSphere to move everything from one pool to another. Throws Refused if it says no. */
    migrate(from: string, to: string): Promise<void>;
}

/**
 * KubeSphere's API for pools, by default where the kubeconfig leads: that of a KubeSphere may lead to its API server.
 * Undefined where there is none. Throws a Denied where there is one that does not let this user list pools, and a BadInput
 * where the options are wrong or nobody answers.
 */
export async function kapisOf(cluster: LiveCluster, options: KapisOptions = {}): Promise<Kapis | undefined> {
    const kapis = new KapisClient(kapisServer(cluster, options));
    return (await kapis.isThere()) ? kapis : undefined;
}
