// SPDX-License-Identifier: Apache-2.0
import { parseCidr } from "../cidr";
import type { ByName, ClusterObject } from "../cluster/objects";
import type { PoolRanges } from "../ippool/overlap";
import type { LivePool } from "../ippool/surroundings";
import type { Binding } from "./rules";

/** What a binding needs to know of a pool. */
export interface KnownPool {
    /** Undefined if the pool has a CIDR that cannot be read. */
    readonly family?: 4 | 6;
    readonly isDisabled: boolean;
}

/** What a binding would meet on its cluster. Each optional part is undefined if it could not be looked at. */
export interface BindingSurroundings {
    readonly namespaces?: ByName;
    /** Pools of the cluster by name. */
    readonly pools?: ReadonlyMap<string, LivePool>;
    /** Pools that the same program makes there. */
    readonly made: PoolRanges;
    /** Address families that nodes have addresses of. */
    readonly nodeFamilies?: ReadonlySet<4 | 6>;
}

/** The keys of a namespace that a binding writes. */
export interface BindingKeys {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
}

/** A binding among what is there already. */
export interface BindingInCluster {
    readonly binding: Binding;
    readonly keys: BindingKeys;
    /** What may be made by the same update, so that it need not be there before. */
    readonly comes: { readonly namespace: boolean; readonly pools: readonly boolean[] };
    readonly cluster: BindingSurroundings;
}

/** The namespace as it is now; undefined if there is none or it could not be looked at. */
export function liveNamespace({ binding, cluster }: BindingInCluster): ClusterObject | undefined {
    return cluster.namespaces?.get(binding.namespace);
}

/** A pool by its name, as the program makes it, else as it is on the cluster. */
export function poolNamed({ made, pools }: BindingSurroundings, name: string): KnownPool | undefined {
    const own = made.find(name);
    if (own) {
        return { family: parseCidr(own.cidr)?.family, isDisabled: own.disabled === true };
    }
    const live = pools?.get(name);
    return live && { family: live.range?.family, isDisabled: live.object.spec?.disabled === true };
}

/** Address family of a pool, which decides the list it belongs in. A pool of which nothing is known is taken for IPv4. */
export function familyOf(cluster: BindingSurroundings, name: string): 4 | 6 {
    return poolNamed(cluster, name)?.family ?? 4;
}
