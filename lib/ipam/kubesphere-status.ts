// SPDX-License-Identifier: Apache-2.0
import { addressesOf, type IPAMPool } from "./pool";
import type { PoolCounts, PoolUse } from "./use";

/** How KubeSphere tells what is used of a pool. Source: v1alpha2.ippoolStatus of the network extension's swagger.yaml. */
export interface KubeSpherePoolStatus {
    readonly capacity: number;
    readonly allocations: number;
    readonly unallocated: number;
    readonly reserved: number;
    readonly tunnel: number;
    readonly namespaces: Readonly<Record<string, number>>;
}

/** The numbers of the status are int32. What KubeSphere says of a larger IPv6 pool is not known. */
const LARGEST = 2n ** 31n - 1n;

/**
 * The status that KubeSphere gives a pool. As in KubeSphere 3.4 the allocations include the tunnels, and reserved is what
 * Calico keeps back on Windows, without IPReservations. Version 4 is closed; it is assumed to count the same, and to put
 * each address into the namespace that Calico's block names. Source: GetIPPoolStats in
 * pkg/simple/client/network/ippool/calico/provider.go of KubeSphere 3.4.
 */
export function kubeSphereStatus({
    capacity,
    allocations,
    windows,
    tunnel,
    namespaces,
}: PoolUse): KubeSpherePoolStatus {
    return {
        capacity: int32(capacity),
        allocations,
        unallocated: int32(capacity - BigInt(allocations + windows)),
        reserved: windows,
        tunnel,
        namespaces: Object.fromEntries([...namespaces].sort(([a], [b]) => (a < b ? -1 : 1))),
    };
}

/** What a status counts of a pool. The size of a pool that is too large for it follows from the CIDR. */
export function countsOfStatus(status: KubeSpherePoolStatus, { cidr }: IPAMPool): PoolCounts {
    const size = addressesOf(cidr);
    const { allocations, reserved, tunnel } = status;
    const isTold = size <= LARGEST;
    return {
        capacity: isTold ? BigInt(status.capacity) : size,
        allocations,
        unallocated: isTold ? BigInt(status.unallocated) : size - BigInt(allocations + reserved),
        reserved: BigInt(reserved),
        tunnel,
        namespaces: new Map(
            Object.entries(status.namespaces).sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)),
        ),
    };
}

/** Where a status differs from what the blocks say, in words such as "allocations is 5 there and 4 in the blocks". */
export function differences(status: KubeSpherePoolStatus, use: PoolUse): string[] {
    const own = kubeSphereStatus(use);
    const numbers = (["capacity", "allocations", "unallocated", "reserved", "tunnel"] as const)
        .filter((field) => use.capacity <= LARGEST || (field !== "capacity" && field !== "unallocated"))
        .filter((field) => status[field] !== own[field])
        .map((field) => `${field} is ${status[field]} there and ${own[field]} in the blocks`);
    const names = [...new Set([...Object.keys(status.namespaces), ...Object.keys(own.namespaces)])].sort();
    const namespaces = names
        .filter((name) => (status.namespaces[name] ?? 0) !== (own.namespaces[name] ?? 0))
        .map(
            (name) =>
                `the namespace ${name} has ${status.namespaces[name] ?? 0} there and ${own.namespaces[name] ?? 0} in the blocks`,
        );
    return [...numbers, ...namespaces];
}

function int32(count: bigint): number {
    return Number(count > LARGEST ? LARGEST : count);
}
