// SPDX-License-Identifier: Apache-2.0
import type { AddressSet } from "../addresses";
import type { Workload } from "../world";
import type { Everybody } from "./everybody";
import type { Members } from "./members";

/** A group of those who talk or are talked to. */
export interface PartySet {
    /** By namespace, kind and name. */
    readonly workloads: readonly Workload[];
    /** Addresses outside of pods. */
    readonly ranges: AddressSet;
    /** All workloads that were looked at, those of the group among them. */
    readonly among: readonly Workload[];
}

/** The parties that have the numbers, looked up whenever somebody asks: many large groups would take much room. */
export class NumberedParties implements PartySet {
    constructor(
        private readonly members: Members,
        private readonly everybody: Everybody,
    ) {}

    get workloads(): readonly Workload[] {
        const workloads: Workload[] = [];
        for (const number of this.members.numbers()) {
            const workload = this.among[number];
            if (workload === undefined) {
                break;
            }
            workloads.push(workload);
        }
        return workloads;
    }

    get ranges(): AddressSet {
        const parts = this.members.numbers().map((number) => number - this.among.length);
        return this.everybody.addresses.addressesOf(parts.filter((part) => part >= 0));
    }

    get among(): readonly Workload[] {
        return this.everybody.workloads.after;
    }
}
