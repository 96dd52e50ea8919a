// SPDX-License-Identifier: Apache-2.0
import { parseCidr } from "../cidr";
import type { ClusterObject } from "../cluster/objects";
import { boundPools } from "../binding/format";
import { annotatedPools, means, poolList } from "../ippool/pins";
import { AssignmentMode } from "../ippool/spec";
import { POOL_ANNOTATIONS } from "../labels";
import { type IPAMPool, isForPods, matches } from "./pool";

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
export function isAsked(asked: readonly string[], pool: IPAMPool): boolean {
    return asked.some((entry) => means(entry, pool));
}

/**
 * Which pools new pods of a namespace get addresses of. A namespace that asks for pools of an address family gets those
 * alone, whatever their selectors say; any other gets those that are open. Sources: cmdAdd in
 * cni-plugin/pkg/ipamplugin/ipam_plugin.go and determinePools in libcalico-go/lib/ipam/ipam.go of Calico.
 */
export function poolsFor(namespace: ClusterObject, pools: readonly IPAMPool[]): PoolChoice[] {
    const asked = { 4: askedIn(4, namespace, pools), 6: askedIn(6, namespace, pools) };
    const isUnbound = asked[4].entries.length + asked[6].entries.length === 0;
    return pools.map((pool) => {
        const { entries, isAnnotated } = asked[pool.cidr.family];
        const refusal = refusalOf(pool) ?? (entries.length === 0 ? closedFor(namespace, pool) : undefined);
        const isPossible = refusal === undefined && (entries.length === 0 || isAsked(entries, pool));
        const open = `It is open to namespaces that are bound to no ${isUnbound ? "" : `IPv${pool.cidr.family} `}pool.`;
        const bound = isAnnotated ? "The namespace is bound to it." : BOUND_BY_LABEL;
        const reason =
            entries.length === 0 ? open : isPossible ? bound : `The namespace is bound to ${entries.join(", ")}.`;
        return { pool: pool.name, isPossible, reason: refusal ?? reason };
    });
}

/** What a namespace asks for in one address family. */
interface AskedInFamily {
    /** Names of labels, and names or CIDRs of annotations. */
    readonly entries: readonly string[];
    /** Whether an annotation asks for any of them. */
    readonly isAnnotated: boolean;
}

/** A label of no pool, which does not tell, is taken to be of IPv4. */
function askedIn(family: 4 | 6, { metadata }: ClusterObject, pools: readonly IPAMPool[]): AskedInFamily {
    const inFamily = (entries: readonly string[], usual: 4 | 6): string[] =>
        entries.filter((entry) => (familyOf(entry, pools) ?? usual) === family);
    const annotated = ([4, 6] as const).flatMap((list) =>
        inFamily(poolList(metadata?.annotations?.[POOL_ANNOTATIONS[list]]) ?? [], list),
    );
    const entries = new Set([...inFamily(boundPools(metadata?.labels), 4), ...annotated]);
    return { entries: [...entries], isAnnotated: annotated.length > 0 };
}

/** Address family of a CIDR, or of the pool of a name. */
function familyOf(entry: string, pools: readonly IPAMPool[]): 4 | 6 | undefined {
    return (parseCidr(entry) ?? pools.find(({ name }) => name === entry)?.cidr)?.family;
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
