// SPDX-License-Identifier: Apache-2.0
import { connectionsOf } from "kubesphere-network/lib/reach/difference/connections";
import { partiesOf } from "kubesphere-network/lib/reach/difference/parties";
import type { Parties } from "kubesphere-network/lib/report/report";
import type { Time } from "./place";
import { jsonText } from "../text/json";

/** Connections that are allowed. */
export interface Allowed {
    readonly from: Parties;
    readonly to: Parties;
    /** Such as "TCP 80, UDP" or "all ports". */
    readonly ports: string;
}

/** Who may talk to whom. */
export function allConnections({ world }: Time): Allowed[] {
    return connectionsOf(world).map(({ from, to, ports }) => ({
        from: partiesOf(from),
        to: partiesOf(to),
        ports: ports.toString(),
    }));
}

/** The connections for a terminal, one a line. */
export function allText(connections: readonly Allowed[]): string {
    const lines = connections.map(({ from, to, ports }) => `${from.text} -> ${to.text}: ${ports}\n`);
    return lines.length === 0 ? "Nobody may talk to anybody.\n" : lines.join("");
}

/** The connections for programs. */
export function allJson(connections: readonly Allowed[], notes: readonly string[]): string {
    return jsonText({ version: 1, connections, notes });
}
