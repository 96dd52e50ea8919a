// SPDX-License-Identifier: Apache-2.0
import { addressText, parseAddress, parseCidr } from "../cidr";
import { namespacedName } from "../cluster/objects";
import { addressesOf, hasAddressOf } from "../cluster/pods";
import { type Allocation, allocationsOf } from "../ipam/allocation";
import { blocksWithin } from "../ipam/block";
import { byOwner, type Owner, Owners } from "./owners";
import type { MigrationPool } from "./plan";
import { type TunnelAddress, tunnelsIn } from "./tunnels";
import type { MigrationWorld, PodObject } from "./world";

/** Who still has addresses of a pool. Nobody if all lists are empty. */
export interface PoolHolders {
    /** What makes the pods that have one, and their names; by namespace, kind and name. */
    readonly workloads: readonly (Owner & { readonly pods: readonly string[] })[];
    /** Tunnel devices of nodes. */
    readonly tunnels: readonly TunnelAddress[];
    /** Addresses that Calico has given to nobody who is there; its garbage collection frees them some time. */
    readonly leaked: readonly { readonly address: string; readonly of: string }[];
}

/** Who still has addresses of a pool. Pods that are on their way out still have theirs. */
export function holdersOf(
    { cidr }: Pick<MigrationPool, "cidr">,
    { pods, replicaSets, blocks, nodes }: Pick<MigrationWorld, "pods" | "replicaSets" | "blocks" | "nodes">,
): PoolHolders {
    const range = parseCidr(cidr);
    if (!range) {
        return { workloads: [], tunnels: [], leaked: [] };
    }
    const allocated = blocksWithin(range, blocks)
        .flatMap(allocationsOf)
        .filter(({ use }) => use !== "reserved");
    const holding = pods.filter((pod) => hasAddressOf(range, pod));
    const tunnels = tunnelsIn(range, nodes, allocated);
    const known = new Set([...holding.flatMap(addressesOf), ...tunnels.map(({ address }) => address)].map(valueOf));
    // A pod that is being set up has an address before it says so.
    const alive = new Set(pods.filter(({ status }) => status?.phase === "Pending").map(namespacedName));
    return {
        workloads: workloadsOf(holding, new Owners(replicaSets)),
        tunnels,
        leaked: allocated
            .filter((each) => !known.has(each.address) && !alive.has(podKey(each)))
            .map((each) => ({ address: addressText(range.family, each.address), of: holderText(each) })),
    };
}

function workloadsOf(pods: readonly PodObject[], owners: Owners): PoolHolders["workloads"] {
    return [...byOwner(pods, owners)]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { owner, pods: own }]) => ({
            ...owner,
            pods: own.map(({ metadata }) => metadata?.name ?? "").sort(),
        }));
}

function podKey({ namespace = "", pod = "" }: Allocation): string {
    return `${namespace}/${pod}`;
}

function holderText({ namespace, pod, node }: Allocation): string {
    const what = pod === undefined ? "nobody who is known" : `the former pod ${namespace ?? ""}/${pod}`;
    return node === undefined ? what : `${what} on ${node}`;
}

function valueOf(address: string): bigint | undefined {
    return parseAddress(address)?.value;
}
