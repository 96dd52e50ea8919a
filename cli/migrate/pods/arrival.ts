// SPDX-License-Identifier: Apache-2.0
import { type Cidr, containsAddress, parseCidr } from "kubesphere-network/lib/cidr";
import { addressesOf, hasAddressOf } from "kubesphere-network/lib/cluster/pods";
import { titleOf } from "kubesphere-network/lib/migration/owners";
import type { MigrationPool, WorkloadMove } from "kubesphere-network/lib/migration/plan";
import { replacementOf } from "kubesphere-network/lib/migration/replacement";
import { rolloutWaitsFor } from "kubesphere-network/lib/migration/rollout";
import type { PodObject } from "kubesphere-network/lib/migration/world";
import { listed } from "kubesphere-network/lib/report/words";
import { ROLLED_KINDS, type Seen } from "./look";

/** Which addresses pods leave, and which ones they get; any other ones if undefined. */
export interface Direction {
    readonly leaving: MigrationPool;
    readonly entering?: MigrationPool;
}

/** How many pods of a workload have arrived, and what is missing until all have, in whole sentences. */
export interface Arrival {
    readonly arrived: number;
    readonly wanted: number;
    readonly missing: readonly string[];
}

/** How far the pods of a workload are on their way from one pool to another. Nothing is missing of one that is gone. */
export function arrivalOf(move: WorkloadMove, seen: Seen, { leaving, entering }: Direction): Arrival {
    if (isGone(move, seen)) {
        return { arrived: 0, wanted: 0, missing: [] };
    }
    const title = titleOf(move);
    const pods = livePods(seen);
    const old = pods.filter((pod) => hasAddressOf(rangeOf(leaving), pod));
    const others = pods.filter((pod) => !old.includes(pod));
    const unready = others.filter((pod) => !isReady(pod));
    const strange = others.filter((pod) => isReady(pod) && isStrange(pod, entering));
    const wanted = wantedPods(move, seen);
    const waitsFor = seen.object && rolloutWaitsFor(move.kind, seen.object);
    return {
        arrived: others.length - unready.length - strange.length,
        wanted,
        missing: [
            ...(waitsFor === undefined ? [] : [`${title} is not rolled out: ${waitsFor}.`]),
            ...about(old, (names) => `${title}: ${names} still with an address of IPPool "${leaving.name}".`),
            ...about(unready, (names) => `${title}: ${names} not ready.`),
            ...strange.map(
                (pod) =>
                    `${title}: pod ${nameOf(pod)} has ${addressesOf(pod).join(" and ")}, which is not of IPPool "${entering?.name ?? ""}".`,
            ),
            ...(pods.length < wanted ? [`${title}: ${pods.length} of ${wanted} pods are there.`] : []),
        ],
    };
}

/** Whether a workload was deleted meanwhile. */
export function isGone({ kind }: WorkloadMove, { object, pods }: Seen): boolean {
    const isKnown = ROLLED_KINDS[kind] !== undefined;
    return (isKnown && object === undefined) || (kind === "Pod" && pods.length === 0);
}

/** The pods that are there to stay: neither ended nor on their way out. */
export function livePods<T extends PodObject>({ pods }: { readonly pods: readonly T[] }): T[] {
    return pods.filter(
        ({ metadata, status }) =>
            metadata?.deletionTimestamp === undefined && status?.phase !== "Succeeded" && status?.phase !== "Failed",
    );
}

/** How many pods there are to be: as many as there were, of a kind that is not known here. */
export function wantedPods({ kind, pods }: WorkloadMove, { object }: Seen): number {
    return object === undefined ? pods : replacementOf(kind, object).pods;
}

/** Whether a pod takes part in its services. */
export function isReady({ status }: PodObject): boolean {
    return status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") === true;
}

/** The addresses of a pool: a plan is made of no pool without. */
export function rangeOf({ name, cidr }: MigrationPool): Cidr {
    const range = parseCidr(cidr);
    if (range === undefined) {
        throw new Error(`IPPool "${name}" has no CIDR that can be read: ${cidr}.`);
    }
    return range;
}

function isStrange(pod: PodObject, entering: MigrationPool | undefined): boolean {
    const addresses = addressesOf(pod);
    const range = entering && rangeOf(entering);
    return range !== undefined && addresses.length > 0 && !addresses.some((address) => containsAddress(range, address));
}

function about(pods: readonly PodObject[], say: (names: string) => string): string[] {
    const names = pods.map(nameOf);
    return names.length === 0
        ? []
        : [say(`${names.length === 1 ? "pod" : "pods"} ${listed(names)} ${names.length === 1 ? "is" : "are"}`)];
}

function nameOf({ metadata }: PodObject): string {
    return metadata?.name ?? "";
}
