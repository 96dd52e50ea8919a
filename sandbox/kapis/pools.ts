// SPDX-License-Identifier: Apache-2.0
import type { IPAMBlock } from "kubesphere-network/lib/ipam/block";
import { poolsFor, targetsOf } from "kubesphere-network/lib/ipam/choices";
import { kubeSphereStatus } from "kubesphere-network/lib/ipam/kubesphere-status";
import { type IPAMPool, ipamPools } from "kubesphere-network/lib/ipam/pool";
import { poolUses } from "kubesphere-network/lib/ipam/use";
import { IP_POOL, IPAM_BLOCK, NAMESPACE } from "kubesphere-network/lib/kinds";
import type { KubernetesClient, KubernetesObject } from "../kubernetes/client";
import { Fault } from "./fault";

/** The pools of a cluster as KubeSphere's API tells them. What version 4 itself counts is closed: see kubeSphereStatus. */
export class Pools {
    private constructor(
        private readonly client: KubernetesClient,
        private readonly objects: readonly KubernetesObject[],
        public readonly all: readonly IPAMPool[],
    ) {}

    static async read(client: KubernetesClient): Promise<Pools> {
        const { items } = await client.list(IP_POOL);
        return new Pools(client, items, ipamPools(items));
    }

    /** All pools with their status, as v1alpha2.IPPool. */
    async withStatus(): Promise<object[]> {
        const blocks = await this.client.list(IPAM_BLOCK);
        return poolUses(this.all, blocks.items as readonly IPAMBlock[]).map((use) => ({
            ...this.object(use.pool.name),
            apiVersion: "network.kubesphere.io/v1alpha2",
            status: kubeSphereStatus(use),
        }));
    }

    /** One pool with its status. */
    async one(name: string): Promise<object> {
        const index = this.all.indexOf(this.named(name));
        return (await this.withStatus())[index] ?? {};
    }

    /** The pools that the pods of a pool can move to. */
    targets(name: string): object {
        return this.list(targetsOf(this.named(name), this.all));
    }

    /** The pools that new pods of a namespace get addresses of. */
    async of(name: string): Promise<object> {
        const namespace = await this.client.get({ kind: NAMESPACE, name });
        if (namespace === undefined) {
            throw new Fault(404, `namespaces "${name}" not found`);
        }
        return this.list(poolsFor(namespace, this.all));
    }

    /** The pool of that name. Throws a Fault of 404 if there is none. */
    named(name: string): IPAMPool {
        const pool = this.all.find((each) => each.name === name);
        if (pool === undefined) {
            throw new Fault(404, `ippools.crd.projectcalico.org "${name}" not found`);
        }
        return pool;
    }

    private list(choices: ReturnType<typeof poolsFor>): object {
        const items = choices.filter(({ isPossible }) => isPossible).map(({ pool }) => this.object(pool));
        return { apiVersion: IP_POOL.apiVersion, kind: "IPPoolList", metadata: {}, items };
    }

    /** What Calico itself writes into the status has no place in KubeSphere's form. */
    private object(name: string): object {
        const { apiVersion, kind, metadata, spec } =
            this.objects.find((each) => each.metadata.name === name) ?? ({} as KubernetesObject);
        return { apiVersion, kind, metadata, spec };
    }
}
