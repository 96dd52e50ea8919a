// SPDX-License-Identifier: Apache-2.0
import { PortSet, type Protocol, PROTOCOLS } from "./ports";
import { type ContainerPort, isPod, type Party, type PolicyPort } from "./world";

/** The ports that names mean at those who are reached. What is no pod for a policy has no names for its ports. */
export function namedPortsOf(reached: Party): readonly ContainerPort[] {
    return isPod(reached) ? reached.ports : [];
}

/**
 * The ports that a rule allows; all ports if it lists none. A protocol that is not of NetworkPolicy, or a name that none of
 * the ports of those who are reached has, allows nothing.
 */
export function portsOf(ports: readonly PolicyPort[], named: readonly ContainerPort[]): PortSet {
    return ports.length === 0
        ? PortSet.ALL
        : ports.reduce((all, port) => all.union(portsOfOne(port, named)), PortSet.NONE);
}

function portsOfOne({ protocol = "TCP", port, endPort }: PolicyPort, named: readonly ContainerPort[]): PortSet {
    const known = PROTOCOLS.find((each) => each === protocol);
    if (known === undefined) {
        return PortSet.NONE;
    }
    if (port === undefined) {
        return PortSet.of(known);
    }
    return typeof port === "number" ? PortSet.of(known, port, endPort ?? port) : portsCalled(port, known, named);
}

function portsCalled(name: string, protocol: Protocol, named: readonly ContainerPort[]): PortSet {
    return named
        .filter((each) => each.name === name && each.protocol === protocol)
        .reduce((all, { port }) => all.union(PortSet.of(protocol, port, port)), PortSet.NONE);
}
