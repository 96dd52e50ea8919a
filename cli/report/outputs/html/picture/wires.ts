// SPDX-License-Identifier: Apache-2.0
import type { ConnectionChange, Parties } from "kubesphere-network/lib/report/report";
import { transition } from "../../words";
import { listed } from "../../../../text/words";
import type { Fate, Views } from "./model";

/** More ends than this are one group, as the report calls it: nobody follows so many arrows. */
const MOST_ENDS_OF_PARTY = 6;

/** Ends that one picture has. */
const MOST_ENDS = 90;

const FATES: Readonly<Record<ConnectionChange["change"], Fate>> = {
    lost: "removed",
    gained: "added",
    changed: "changed",
};

/** An end by name: a namespace, of which only some workloads may be meant, or something else. */
export interface NamedEnd {
    readonly kind: "namespace" | "other";
    readonly name: string;
    readonly workloads?: string;
}

/** A connection with ends that are names yet. */
export interface NamedWire {
    readonly fate: Fate;
    readonly from: readonly NamedEnd[];
    readonly to: readonly NamedEnd[];
    readonly ports: Views;
    readonly title: string;
}

/** The first connections that change, as many as a picture can show. */
export function namedWires(changes: readonly ConnectionChange[]): readonly NamedWire[] {
    const wires = changes.map(namedWire);
    let ends = 0;
    return wires.filter(({ from, to }) => (ends += from.length + to.length) <= MOST_ENDS);
}

function namedWire({ change, from, to, before, after, decidedBy }: ConnectionChange): NamedWire {
    const ports = { lost: before, gained: after, changed: transition(before, after) };
    const deciders = decidedBy.length === 0 ? "" : ` Decided by ${listed(decidedBy)}.`;
    return {
        fate: FATES[change],
        from: endsOf(from),
        to: endsOf(to),
        ports: { before, after, difference: ports[change] },
        title: `${change}: ${from.text} to ${to.text}, ${transition(before, after)}.${deciders}`,
    };
}

function endsOf({ text, namespaces, ranges }: Parties): NamedEnd[] {
    const count = namespaces.length + ranges.length;
    if (count === 0 || count > MOST_ENDS_OF_PARTY) {
        return [{ kind: "other", name: text }];
    }
    return [
        ...namespaces.map(({ name, workloads }) => ({
            kind: "namespace" as const,
            name,
            workloads: wordsOf(workloads),
        })),
        ...ranges.map((name) => ({ kind: "other" as const, name })),
    ];
}

/** Workloads without their kinds; undefined for all. */
function wordsOf(workloads: "all" | readonly string[]): string | undefined {
    if (workloads === "all") {
        return undefined;
    }
    const [first, ...others] = workloads;
    return first === undefined || others.length > 0
        ? `${workloads.length} workloads`
        : first.slice(first.lastIndexOf("/") + 1);
}
