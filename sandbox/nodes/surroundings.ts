// SPDX-License-Identifier: Apache-2.0
import type { IPPoolSpec } from "kubesphere-network/lib/ippool/spec";
import { IP_POOL, IP_RESERVATION, NAMESPACE } from "kubesphere-network/lib/kinds";
import type { KubernetesClient, KubernetesObject } from "../kubernetes/client";
import { Fresh } from "./fresh";
import type { World } from "./ipam/assign";
import type { Labels, Pool } from "./ipam/pools";
import { reservedBy } from "./ipam/reservations";

/** What is read of a namespace. */
export interface Space {
    readonly labels: Labels;
    readonly annotations: Readonly<Record<string, string>>;
}

/** What addresses depend on, as it is at this moment. */
export class Surroundings {
    private readonly pools = new Fresh(() => this.list());
    private readonly spaces = new Map<string, Fresh<Space>>();

    constructor(private readonly client: KubernetesClient) {}

    /** Pools and reservations. */
    world(): Promise<World> {
        return this.pools.read();
    }

    /** Labels and annotations of a namespace; none if it is gone. */
    space(name: string): Promise<Space> {
        const known = this.spaces.get(name) ?? new Fresh(() => this.get(name));
        this.spaces.set(name, known);
        return known.read();
    }

    private async list(): Promise<World> {
        const [pools, reservations] = await Promise.all([this.client.list(IP_POOL), this.client.list(IP_RESERVATION)]);
        return { pools: pools.items.map(poolOf), reserved: reservedBy(reservations.items), now: new Date() };
    }

    private async get(name: string): Promise<Space> {
        const { labels = {}, annotations = {} } = (await this.client.get({ kind: NAMESPACE, name }))?.metadata ?? {};
        return { labels, annotations };
    }
}

function poolOf({ metadata, spec }: KubernetesObject): Pool {
    return {
        ...(spec as IPPoolSpec),
        name: metadata.name ?? "",
        deleting: metadata.deletionTimestamp !== undefined,
    };
}
