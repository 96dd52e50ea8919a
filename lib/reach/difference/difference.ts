// SPDX-License-Identifier: Apache-2.0
import type { Direction } from "../policy";
import type { World } from "../world";
import { type ChangedConnections, CONNECTION_CHANGES, type ConnectionChange, GroupChange } from "./changes";
import { Comparison } from "./comparison";
import { byParties, groupsOf } from "./groups";
import { Verdicts } from "./verdicts";

/** The difference in who may talk to whom. */
export interface Difference {
    /** Lost ones first, then by who is reached and by who reaches out. No connection is in two of them. */
    readonly changes: readonly ChangedConnections[];
    /** Pairs of workloads, and of a workload and the addresses outside that change alike for it. */
    readonly counts: Readonly<Record<ConnectionChange, number>>;
}

/**
 * The difference in who may talk to whom by what NetworkPolicies say, which is that of `reach` for all pairs: of workloads,
 * and of workloads and addresses outside of pods. Workloads are the same if namespace, kind and name are. One that is in one
 * world only is no difference by itself: its connections are left out.
 */
export function differenceOf(before: World, after: World): Difference {
    const comparison = new Comparison({ before, after });
    const changes = [...changesAt("ingress", comparison), ...changesAt("egress", comparison)].sort(
        (one, other) =>
            CONNECTION_CHANGES.indexOf(one.change) - CONNECTION_CHANGES.indexOf(other.change) ||
            byParties(one.group, other.group),
    );
    const counts = { lost: 0, gained: 0, changed: 0 };
    for (const { change, pairs } of changes) {
        counts[change] += pairs;
    }
    return { changes, counts };
}

/** Those of which the ends that look one way are the cause. */
function changesAt(direction: Direction, comparison: Comparison): GroupChange[] {
    const { own } = comparison.endsOf(direction);
    const verdicts = new Verdicts(direction, comparison);
    const skips = (kind: number) => own.isSame(kind);
    const groups = groupsOf({ comparison, direction, skips, firstPeer: 0, judge: verdicts.judge });
    return groups.map((group) => new GroupChange(comparison, group, verdicts.at(group.verdict)));
}
