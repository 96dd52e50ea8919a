// SPDX-License-Identifier: Apache-2.0
import { packed, PackedMembers, WorkloadList } from "./members";

/** Workloads that have the same peers in a verdict. */
export interface Found {
    readonly verdict: number;
    readonly workloads: WorkloadList;
    readonly peers: PackedMembers;
}

/** Groups by their verdict and their peers. */
export class FoundGroups {
    private readonly sets = new Map<string, PackedMembers>();
    private readonly groups = new Map<number, Found>();

    /** `workloads` is how many there are: they have the least numbers. */
    constructor(private readonly workloads: number) {}

    get all(): Found[] {
        return [...this.groups.values()];
    }

    /** The group of a verdict and of peers in ascending order; without a workload if it is new. */
    of(verdict: number, numbers: Int32Array): Found {
        const peers = this.peersOf(numbers);
        const key = verdict * 2 ** 26 + peers.index;
        const group = this.groups.get(key) ?? { verdict, workloads: new WorkloadList(), peers };
        this.groups.set(key, group);
        return group;
    }

    /** Many groups have the same peers. */
    private peersOf(numbers: Int32Array): PackedMembers {
        const text = packed(numbers);
        const known = this.sets.get(text);
        if (known !== undefined) {
            return known;
        }
        const addresses = numbers.findIndex((number) => number >= this.workloads);
        const weight = addresses < 0 ? numbers.length : addresses + 1;
        const peers = new PackedMembers(text, this.sets.size, numbers[0] ?? 0, weight);
        this.sets.set(text, peers);
        return peers;
    }
}
