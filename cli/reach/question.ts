// SPDX-License-Identifier: Apache-2.0
import { PortSet } from "kubesphere-network/lib/reach/ports";
import { type Reach, reach } from "kubesphere-network/lib/reach/reach";
import { isWorkload, type Party, partyTitle } from "kubesphere-network/lib/reach/world";
import { BadInput } from "../inputs/bad-input";
import { type Meant, meant, type ServicePort } from "./parties";
import type { Place, Time } from "./place";
import { type Port, parsePort } from "./port";

/** A question as somebody wrote it. */
export interface Question {
    readonly from?: string;
    readonly to?: string;
    readonly port?: string;
}

/** Whether one party reaches another at one time. */
export interface Answer {
    /** Ports of the pods that were asked for; all if none was named. */
    readonly asked: PortSet;
    /** Those of them at which it does. */
    readonly ports: PortSet;
    readonly reach: Reach;
}

/** Two who were meant. */
export interface Answered {
    readonly from: Party;
    readonly to: Party;
    /** The answer that counts, which is that after a change; undefined for who is not there then. */
    readonly answer?: Answer;
    /** Set where a change was given: the answer before it, undefined for who was not there. */
    readonly before?: { readonly answer?: Answer };
}

/** Answers a question about everybody who is meant. Throws a BadInput where nobody is, or it is not asked right. */
export function answered({ from, to, port: portText }: Question, { now, after }: Place): Answered[] {
    if (from === undefined || to === undefined) {
        throw new BadInput(["Say who reaches whom, or give --all. See: ksnet reach --help"]);
    }
    const port = portText === undefined ? undefined : parsePort(portText);
    const ask = (time: Time): Answered[] =>
        answers(meant(from, time.objects, time.world), meant(to, time.objects, time.world), port, time);
    if (after === undefined) {
        return ask(now);
    }
    const [earlier, later] = [byPair(orNobody(() => ask(now))), byPair(orNobody(() => ask(after)))];
    if (earlier.size + later.size === 0) {
        return ask(after);
    }
    return [...new Map([...earlier, ...later])].map(([key, { from: one, to: other }]) => ({
        from: one,
        to: other,
        answer: later.get(key)?.answer,
        before: { answer: earlier.get(key)?.answer },
    }));
}

function byPair(list: readonly Answered[]): ReadonlyMap<string, Answered> {
    const title = (party: Party): string => `${isWorkload(party) ? party.kind : ""} ${partyTitle(party)}`;
    return new Map(list.map((each) => [`${title(each.from)} ${title(each.to)}`, each]));
}

/** Who comes with a change was nobody before, and who goes is nobody after it. */
function orNobody(ask: () => Answered[]): Answered[] {
    try {
        return ask();
    } catch (error) {
        if (error instanceof BadInput) {
            return [];
        }
        throw error;
    }
}

/** About everybody on one side and everybody on the other; nobody is asked about itself, unless nobody else is meant. */
function answers(from: Meant, to: Meant, port: Port | undefined, { world }: Time): Answered[] {
    const isOnePair = from.parties.length === 1 && to.parties.length === 1;
    return from.parties.flatMap((one) =>
        to.parties
            .filter((other) => other !== one || isOnePair)
            .map((other) => {
                const asked = portsAt(other, to, port);
                const found = reach(one, other, world);
                return {
                    from: one,
                    to: other,
                    answer: { asked, ports: found.ports.intersect(asked), reach: found },
                };
            }),
    );
}

/** Which ports of the pods are meant: those behind the service's ports, where it is called by that. */
function portsAt(to: Party, { service }: Meant, port: Port | undefined): PortSet {
    if (service === undefined) {
        return port === undefined ? PortSet.ALL : PortSet.of(port.protocol, port.port, port.port);
    }
    const ports = service.ports.filter(
        (each) => port === undefined || (each.port === port.port && each.protocol === port.protocol),
    );
    if (ports.length === 0) {
        const known = service.ports.map((each) => `${each.port}/${each.protocol}`).join(", ");
        throw new BadInput([`The service "${service.title}" does not have this port. It has: ${known || "none"}.`]);
    }
    return ports.map((each) => targetOf(each, to)).reduce((all, each) => all.union(each), PortSet.NONE);
}

function targetOf({ protocol, target }: ServicePort, to: Party): PortSet {
    const numbers =
        typeof target === "number"
            ? [target]
            : (isWorkload(to) ? to.ports : []).filter(({ name }) => name === target).map(({ port }) => port);
    return numbers.reduce((all, number) => all.union(PortSet.of(protocol, number, number)), PortSet.NONE);
}
