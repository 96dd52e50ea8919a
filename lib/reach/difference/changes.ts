// SPDX-License-Identifier: Apache-2.0
import type { PortSet } from "../ports";
import type { NetworkPolicy } from "../world";
import { Bits } from "./bits";
import type { Comparison } from "./comparison";
import { decidersAt } from "./deciders";
import type { Group } from "./groups";
import { NumberedParties, type PartySet } from "./party-set";
import { NO_PORTS } from "./port-table";
import type { Verdict } from "./verdicts";

/** What becomes of connections: there are none any more, there were none, or there are others. */
export const CONNECTION_CHANGES = ["lost", "gained", "changed"] as const;
export type ConnectionChange = (typeof CONNECTION_CHANGES)[number];

/**
 * Connections that become other ones: those of each of one group with each of another. Its parts are made whenever
 * somebody asks for them: a copy by spreading has none.
 */
export interface ChangedConnections {
    readonly change: ConnectionChange;
    readonly from: PartySet;
    readonly to: PartySet;
    readonly before: PortSet;
    readonly after: PortSet;
    /** How many pairs these are: of workloads, and of a workload and the addresses of the group. */
    readonly pairs: number;
    /**
     * The policies that decide it, by namespace and name: those of the end whose change makes the difference, with the other
     * end as it was or as it will be. Those of both ends where the change of each makes it, or of neither.
     */
    readonly policies: readonly NetworkPolicy[];
}

/** The same as it comes of a group of pairs, of which there may be very many. */
export class GroupChange implements ChangedConnections {
    constructor(
        private readonly comparison: Comparison,
        readonly group: Group,
        private readonly verdict: Verdict,
    ) {}

    get change(): ConnectionChange {
        const { before, after } = this.verdict;
        return after === NO_PORTS ? "lost" : before === NO_PORTS ? "gained" : "changed";
    }

    get from(): PartySet {
        return new NumberedParties(this.group.from, this.comparison.everybody);
    }

    get to(): PartySet {
        return new NumberedParties(this.group.to, this.comparison.everybody);
    }

    get before(): PortSet {
        return this.comparison.numbers.ports.at(this.verdict.before);
    }

    get after(): PortSet {
        return this.comparison.numbers.ports.at(this.verdict.after);
    }

    get pairs(): number {
        return this.group.from.weight * this.group.to.weight;
    }

    get policies(): readonly NetworkPolicy[] {
        const size = this.comparison.everybody.size;
        const [from, to] = [this.group.from.numbers(), this.group.to.numbers()];
        const egress = { direction: "egress", parties: from, peers: Bits.of(size, to) } as const;
        const ingress = { direction: "ingress", parties: to, peers: Bits.of(size, from) } as const;
        const own = this.group.direction === "ingress" ? ingress : egress;
        return decidersAt(this.verdict.isOfBoth ? [egress, ingress] : [own], this.comparison);
    }
}
