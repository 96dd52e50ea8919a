// SPDX-License-Identifier: Apache-2.0
import type { Bits } from "./bits";
import { type EndRules, UNRESTRICTED } from "./end-rules";
import type { Everybody } from "./everybody";
import { Numbering } from "./numbering";
import { PortTable } from "./port-table";
import { RulePorts } from "./rule-ports";

/** The numbers that two worlds have in common. */
export class Numbers {
    /** Those whom rules mean. */
    readonly peers = new Numbering<Bits>();
    readonly ports = new PortTable();
    readonly rulePorts = new RulePorts(this.ports);
    private readonly profiles = new Numbering<undefined>();

    constructor(readonly everybody: Everybody) {
        this.profileOf(UNRESTRICTED);
    }

    /** The number of ends that restrict and allow what this one does; 0 if it does not restrict anything. */
    profileOf({ restrictions, allowances }: Pick<EndRules, "restrictions" | "allowances">): number {
        const allowed = allowances.map(({ peers, ports }) => `${peers}:${ports}`).sort();
        return this.profiles.numberOf(restrictions.length === 0 ? "unrestricted" : allowed.join(), undefined);
    }
}
