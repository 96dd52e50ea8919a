// SPDX-License-Identifier: Apache-2.0
import type { Bus, Outlet } from "./buses";
import {
    type Binding,
    type End,
    type Fate,
    type NamespaceNode,
    type OtherNode,
    SIGNS,
    type Views,
    type Wire,
} from "./model";

/** Where a line ends at a box, and what is told there. */
export interface Pin {
    readonly of: Binding | End | Outlet;
    readonly fate: Fate;
    readonly text: Views;
}

/** The pins of each node, from the top. */
export type Pins = ReadonlyMap<NamespaceNode | OtherNode, readonly Pin[]>;

/** Where lines of bindings begin: at the right of pools. */
export function outletPins(buses: readonly Bus[]): Pin[] {
    return buses.flatMap(({ from, fate }) => from.map((of) => ({ of, fate, text: inAll("") })));
}

/** Where bindings end: at the left of namespaces. */
export function bindingPins(bindings: readonly Binding[]): Pins {
    return collected(
        bindings.map((of) => [of.namespace, { of, fate: of.fate, text: signed(of.fate, inAll(of.poolText)) }]),
    );
}

/** Where connections end: at the right of namespaces, and at the left of others. */
export function wirePins(wires: readonly Wire[]): Pins {
    return collected(
        wires.flatMap(({ from, to, fate, ports }) =>
            [...from, ...to].map((of) => [of.node, { of, fate, text: signed(fate, ofWorkloads(of, ports)) }] as const),
        ),
    );
}

function collected(pins: Iterable<readonly [NamespaceNode | OtherNode, Pin]>): Pins {
    const collection = new Map<NamespaceNode | OtherNode, Pin[]>();
    for (const [node, pin] of pins) {
        collection.set(node, [...(collection.get(node) ?? []), pin]);
    }
    return collection;
}

function inAll(text: string): Views {
    return { before: text, after: text, difference: text };
}

function ofWorkloads({ workloads }: End, { before, after, difference }: Views): Views {
    const told = (ports: string): string => (workloads === undefined ? ports : `${workloads}: ${ports}`);
    return { before: told(before), after: told(after), difference: told(difference) };
}

function signed(fate: Fate, text: Views): Views {
    return { ...text, difference: `${SIGNS[fate]} ${text.difference}`.trim() };
}
