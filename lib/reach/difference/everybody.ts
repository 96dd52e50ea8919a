// SPDX-License-Identifier: Apache-2.0
import type { NetworkPolicy, Workload, World } from "../world";
import { AddressParts, type IpBlock } from "./address-parts";

/** The two worlds that are compared. */
export const TIMES = ["before", "after"] as const;
export type Time = (typeof TIMES)[number];

/**
 * All whose connections are compared, as numbers: first the workloads that are in both worlds, by namespace, kind and name,
 * then the parts of the addresses outside of pods.
 */
export class Everybody {
    /** The workloads of both worlds, each at its number. */
    readonly workloads: Readonly<Record<Time, readonly Workload[]>>;
    readonly addresses: AddressParts;
    /** How many there are. */
    readonly size: number;

    constructor(worlds: Readonly<Record<Time, World>>) {
        const before = new Map(worlds.before.workloads.map((workload) => [keyOf(workload), workload]));
        const pairs = new Map(
            worlds.after.workloads.flatMap((after) => {
                const key = keyOf(after);
                const old = before.get(key);
                return old === undefined ? [] : [[key, { before: old, after }] as const];
            }),
        );
        const sorted = [...pairs].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, pair]) => pair);
        this.workloads = { before: sorted.map((pair) => pair.before), after: sorted.map((pair) => pair.after) };
        this.addresses = new AddressParts(TIMES.flatMap((time) => worlds[time].policies.flatMap(blocksOf)));
        this.size = sorted.length + this.addresses.size;
    }
}

/** What makes a workload the same one in two worlds; sorted by it, those of a namespace follow each other. */
function keyOf({ namespace, kind, name }: Workload): string {
    return `${namespace} ${kind} ${name}`;
}

function blocksOf({ ingress = [], egress = [] }: NetworkPolicy): IpBlock[] {
    return [...ingress, ...egress].flatMap(({ peers = [] }) => peers.flatMap(({ ipBlock }) => ipBlock ?? []));
}
