// SPDX-License-Identifier: Apache-2.0
import { namedPortsOf, portsOf } from "../policy-ports";
import type { ContainerPort, Party, PolicyPort } from "../world";
import { Numbering } from "./numbering";
import { PairMemo } from "./pair-memo";
import type { PortTable } from "./port-table";

/**
 * The ports of rules as numbers. Ports that are the same for everybody have their number in the table of ports; those with
 * names depend on who is reached: they have negative numbers.
 */
export class RulePorts {
    private readonly named = new Numbering<readonly PolicyPort[]>();
    private readonly reached = new Numbering<readonly ContainerPort[]>();
    private readonly memo = new PairMemo((named, reached) =>
        this.table.numberOf(portsOf(this.named.at(named), this.reached.at(reached))),
    );

    constructor(private readonly table: PortTable) {}

    /** The number of the ports of a rule. */
    numberOf(ports: readonly PolicyPort[] = []): number {
        return ports.some(({ port }) => typeof port === "string")
            ? -1 - this.named.numberOf(JSON.stringify(ports), ports)
            : this.table.numberOf(portsOf(ports, []));
    }

    /** The number of those whose names of ports mean the same. */
    namesOf(party: Party): number {
        const named = namedPortsOf(party).filter(({ name }) => name !== undefined);
        return this.reached.numberOf(JSON.stringify(named), named);
    }

    /** The number in the table of ports, where those are reached whose names have the number. */
    resolved(ports: number, names: number): number {
        return ports < 0 ? this.memo.get(-1 - ports, names) : ports;
    }
}
