// SPDX-License-Identifier: Apache-2.0
import { canonical, parseCidr } from "../cidr";
import type { ClusterObject } from "../cluster/objects";
import { boundPools } from "../binding/format";
import { annotatedPools } from "../ippool/pins";
import { AssignmentMode } from "../ippool/spec";
import { type IPAMPool, isForPods, matches } from "./pool";

const OPEN = "It is open to namespaces that are bound to no pool.";
const BOUND_BY_LABEL =
    "The namespace is bound to it by label alone: Calico goes by the annotation, which the namespace does not have.";

/** Whether a pool can be used for something, and why, as a whole sentence. */
export interface PoolChoice {
    readonly pool: string;
    readonly isPossible: boolean;
    readonly reason: string;
}

/** The pools that a namespace asks for: those of its labels, and names or CIDRs of its annotations. */
export function askedPools({ metadata }: ClusterObject): string[] {
    return [...new Set([...boundPools(metadata?.labels), ...annotatedPools(metadata?.annotations)])];
}

/** Whether one of the names or CIDRs means the pool. */
export function isAsked(asked: readonly string[], { name, cidr }: IPAMPool): boolean {
    return asked.some((entry) => {
        const range = parseCidr(entry);
        return entry === name || (range !== undefined && canonical(range) === canonical(cidr));
    });
}

/**
 * Which pools new pods of a namespace get addresses of. A namespace that asks for pools gets those alone, whatever their
 * selectors say; any other gets those that are open. Source: determinePools in libcalico-go/lib/ipam/ipam.go of Calico.
 */
export function poolsFor(namespace: ClusterObject, pools: readonly IPAMPool[]): PoolChoice[] {
    const asked = askedPools(namespace);
    const byLabelAlone = annotatedPools(namespace.metadata?.annotations).length === 0;
    return pools.map((pool) => {
        const refusal = refusalOf(pool) ?? (asked.length === 0 ? closedFor(namespace, pool) : undefined);
        const isPossible = refusal === undefined && (asked.length === 0 || isAsked(asked, pool));
        const bound = byLabelAlone ? BOUND_BY_LABEL : "The namespace is bound to it.";
        const reason =
            asked.length === 0 ? OPEN : isPossible ? bound : `The namespace is bound to ${asked.join(", ")}.`;
        return { pool: pool.name, isPossible, reason: refusal ?? reason };
    });
}

/**
 * Which pools the pods of a pool can move to: any other that is enabled, for pods, and of the same address family. What
 * KubeSphere 4 itself demands is closed, and assumed to be this.
 */
export function targetsOf(from: IPAMPool, pools: readonly IPAMPool[]): PoolChoice[] {
    return pools
        .filter(({ name }) => name !== from.name)
        .map((pool) => {
            const { family } = pool.cidr;
            const otherFamily =
                family === from.cidr.family
                    ? undefined
                    : `It has IPv${family} addresses, and "${from.name}" has IPv${from.cidr.family}.`;
            const refusal = otherFamily ?? refusalOf(pool);
            return {
                pool: pool.name,
                isPossible: refusal === undefined,
                reason: refusal ?? `It is enabled, for pods, and has IPv${family} addresses as "${from.name}" has.`,
            };
        });
}

/** Whether pods of a namespace that is bound to no pool may get addresses of it. */
export function isOpenTo(namespace: ClusterObject, pool: IPAMPool): boolean {
    return refusalOf(pool) === undefined && closedFor(namespace, pool) === undefined;
}

/** Why nobody gets a new address of the pool. */
function refusalOf(pool: IPAMPool): string | undefined {
    if (!isForPods(pool)) {
        return `Its addresses are not for pods (allowedUses: ${pool.spec.allowedUses.join(", ")}).`;
    }
    return pool.spec.disabled ? "It is disabled, so that it gives out no new addresses." : undefined;
}

/** Why a namespace that does not ask for the pool gets no address of it. */
function closedFor({ metadata }: ClusterObject, { spec }: IPAMPool): string | undefined {
    if (spec.assignmentMode === AssignmentMode.Manual) {
        return "It is for whoever asks for it by name (assignmentMode: Manual).";
    }
    if (spec.nodeSelector?.trim() === "!all()") {
        return "It is for whoever asks for it by name (nodeSelector: !all()).";
    }
    return matches(spec.namespaceSelector, metadata?.labels ?? {})
        ? undefined
        : `Its namespaceSelector (${spec.namespaceSelector ?? ""}) does not match the namespace.`;
}
