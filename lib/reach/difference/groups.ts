// SPDX-License-Identifier: Apache-2.0
import type { Direction } from "../policy";
import { Buckets } from "./buckets";
import type { Comparison } from "./comparison";
import { type Found, FoundGroups } from "./found-groups";
import type { Members } from "./members";
import type { PairMemo } from "./pair-memo";

/** Pairs that are judged alike: each of some parties with each of others. */
export interface Group {
    /** Which way the ends of the workloads look that were judged, each with everybody at the other end. */
    readonly direction: Direction;
    readonly verdict: number;
    readonly from: Members;
    readonly to: Members;
}

/** Which pairs are judged, and how. */
export interface Trial {
    readonly comparison: Comparison;
    /** Which way the ends look of the workloads that are judged. */
    readonly direction: Direction;
    /** Whether workloads with an end of a kind are left out. */
    readonly skips: (kind: number) => boolean;
    /** Everybody from this number on is at the other end. */
    readonly firstPeer: number;
    /** The verdict on an end of a workload and the other end, by the numbers of their pairs of ports; 0 leaves them out. */
    readonly judge: PairMemo;
}

/**
 * Judges all pairs, and groups them: a workload is in one group of a verdict, with those that have the same peers in it. No
 * pair is ever kept by itself.
 */
export function groupsOf(trial: Trial): Group[] {
    const { comparison, direction, skips } = trial;
    const { own, other } = comparison.endsOf(direction);
    const found = new FoundGroups(own.workloads);
    const buckets = new Buckets(comparison.everybody.size);
    let [lastKind, row, column]: [number, Int32Array, Int32Array] = [-1, new Int32Array(), new Int32Array()];
    let last: Found[] = [];
    for (let workload = 0; workload < own.workloads; workload++) {
        const kind = own.kindOf[workload] ?? 0;
        if (skips(kind)) {
            continue;
        }
        const towards = other.towards(workload);
        if (kind !== lastKind || !areEqual(column, towards)) {
            row = kind === lastKind ? row : own.ofKind(kind);
            column = towards;
            lastKind = kind;
            judgeAll(trial, { row, column, kindOf: other.kindOf }, buckets);
            last = buckets.drain((verdict, peers) => found.of(verdict, peers));
        }
        for (const { workloads } of last) {
            workloads.add(workload);
        }
    }
    return found.all.map(({ verdict, workloads, peers }) =>
        direction === "ingress"
            ? { direction, verdict, from: peers, to: workloads }
            : { direction, verdict, from: workloads, to: peers },
    );
}

/** By who is reached, then by who reaches out, for groups that have no pair in common. */
export function byParties(one: Group, other: Group): number {
    return one.to.first - other.to.first || one.from.first - other.from.first;
}

/** What both ends let through for one workload and everybody: the other ends by their kinds. */
interface Ends {
    readonly row: Int32Array;
    readonly column: Int32Array;
    readonly kindOf: Int32Array;
}

/** Judges one workload with all of its peers. Neighbours are mostly alike: what is known of one holds for the next. */
function judgeAll({ firstPeer, judge }: Trial, { row, column, kindOf }: Ends, buckets: Buckets): void {
    let [lastOwn, lastOther, verdict] = [-1, -1, 0];
    for (let peer = row.length - 1; peer >= firstPeer; peer--) {
        const own = row[peer] ?? 0;
        const other = column[kindOf[peer] ?? 0] ?? 0;
        if (own !== lastOwn || other !== lastOther) {
            verdict = judge.get(own, other);
            lastOwn = own;
            lastOther = other;
        }
        if (verdict !== 0) {
            buckets.add(verdict, peer);
        }
    }
}

function areEqual(one: Int32Array, other: Int32Array): boolean {
    return one.length === other.length && one.every((each, index) => each === other[index]);
}
