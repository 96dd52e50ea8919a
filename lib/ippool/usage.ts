// SPDX-License-Identifier: Apache-2.0
import { parseCidr } from "../cidr";
import { namespacedName } from "../cluster/objects";
import { hasAddressOf, type PodWithAddress } from "../cluster/pods";
import { blocksWithin, type IPAMBlock, takenIn } from "../ipam/block";
import type { RuleInfo } from "../rule";

/** The rule that a guarded pool is not deleted while it is in use. Kept by a hook where `guardDeletion` is set. */
export const DELETION_RULE: RuleInfo = {
    id: "ippool-deletion-in-use",
    reason: "Pods keep addresses of a pool that is gone, without its NAT, encapsulation and routes.",
    source: "Delete in libcalico-go/lib/clientv3/ippool.go of Calico",
};

/** Who has addresses of a pool. */
export interface PoolUsage {
    /** Addresses that Calico has given away, those of tunnels and of pods that are gone but not cleaned up included. */
    readonly allocations: number;
    /** Running pods with an address of the pool, as "namespace/name". */
    readonly pods: readonly string[];
}

/** Counts what is in use of a block of addresses. */
export function poolUsage(cidrText: string, blocks: readonly IPAMBlock[], pods: readonly PodWithAddress[]): PoolUsage {
    const cidr = parseCidr(cidrText);
    if (!cidr) {
        return { allocations: 0, pods: [] };
    }
    return {
        allocations: blocksWithin(cidr, blocks).reduce((sum, { block }) => sum + takenIn(block), 0),
        pods: pods.filter((pod) => hasAddressOf(cidr, pod)).map(namespacedName),
    };
}

/** Why the pool must not be deleted now and what to do; undefined if nothing of it is in use. */
export function deletionRefusal(poolName: string, cidr: string, usage: PoolUsage): string | undefined {
    if (usage.allocations === 0 && usage.pods.length === 0) {
        return undefined;
    }
    return [
        `IPPool "${poolName}" must not be deleted while addresses of ${cidr} are in use:`,
        `  - Calico has ${usage.allocations} of them allocated.`,
        ...(usage.pods.length > 0 ? [`  - Pods that have one: ${byNamespace(usage.pods)}.`] : []),
        `Set disabled: true on "${poolName}", move the workloads to another pool by restarting them, and delete it then.`,
        "To delete it all the same, set guardDeletion: false and update first.",
    ].join("\n");
}

/** "3 in shop, 1 in web": every namespace, the one with the most pods first. */
function byNamespace(pods: readonly string[]): string {
    const counts = new Map<string, number>();
    for (const pod of pods) {
        const [namespace = ""] = pod.split("/");
        counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
    }
    return [...counts]
        .sort(([a, one], [b, other]) => other - one || a.localeCompare(b))
        .map(([namespace, count]) => `${count} in ${namespace}`)
        .join(", ");
}
