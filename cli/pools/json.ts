// SPDX-License-Identifier: Apache-2.0
import type { PoolFinding } from "kubesphere-network/lib/ipam/findings";
import { addressText } from "kubesphere-network/lib/cidr";
import type { PoolUse } from "kubesphere-network/lib/ipam/use";
import type { Count } from "kubesphere-network/lib/report/report";
import { jsonText } from "../text/json";
import type { Choices } from "./choices";
import type { PoolsState, PoolState } from "./state";

/** All pools of a cluster. */
export function poolsJson({ context, source, notes, pools, findings }: PoolsState): string {
    return jsonText({ context, source, notes, pools: pools.map(poolFields), findings: findings.map(findingFields) });
}

/** One pool, with every node, block and address of it. */
export function poolJson({ context, source, notes, findings }: PoolsState, state: PoolState): string {
    const own = findings.filter(({ pool }) => pool === state.pool.name);
    return jsonText({
        context,
        source,
        notes,
        pool: { ...poolFields(state), ...(state.use && useFields(state.use)) },
        findings: own.map(findingFields),
    });
}

/** Which pools can be used, and why others cannot. */
export function choicesJson({ choices, free, findings, notes }: Choices): string {
    const pools = choices.map(({ pool, ...choice }) => ({
        pool,
        ...(free && { unallocated: countOf(free.get(pool) ?? 0n) }),
        ...choice,
    }));
    return jsonText({ notes, pools, findings: findings.map(findingFields) });
}

function poolFields({ pool, counts, bound }: PoolState): object {
    const { cidr, blockSize, disabled, allowedUses, assignmentMode } = pool.spec;
    return {
        name: pool.name,
        ...{ cidr, blockSize, disabled, allowedUses, assignmentMode },
        capacity: countOf(counts.capacity),
        allocations: counts.allocations,
        unallocated: countOf(counts.unallocated),
        reserved: countOf(counts.reserved),
        tunnel: counts.tunnel,
        namespaces: Object.fromEntries(counts.namespaces),
        bound,
    };
}

function useFields({ pool, nodes, blocks, allocated }: PoolUse): object {
    return {
        nodes,
        blocks,
        addresses: allocated.map(({ address, use, namespace, pod, node, isBorrowed }) => ({
            address: addressText(pool.cidr.family, address),
            ...{ use, namespace, pod, node, isBorrowed },
        })),
    };
}

function findingFields({ severity, rule, pool, message, wayOut }: PoolFinding): object {
    return { severity, rule, pool, message, wayOut };
}

/** As a text where a number would lose digits. */
function countOf(count: bigint): Count {
    return count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : count.toString();
}
