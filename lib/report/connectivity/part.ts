// SPDX-License-Identifier: Apache-2.0
import { differenceOf } from "../../reach/difference/difference";
import { policyTitle } from "../../reach/world";
import type { ClusterChange } from "../objects";
import type { Connectivity, Part } from "../report";
import { type Asked, askedOf } from "./asked";
import { answerFindings, type Connection, connectionFindings, isWorse } from "./findings";
import { KUBESPHERE_PLACES, type Places } from "./places";
import { partiesOf } from "../../reach/difference/parties";
import { counted, listed } from "../words";
import { worldsOf } from "./worlds";

/** What a change means for who may talk to whom. */
export function connectivityPart(change: ClusterChange, places: Places = KUBESPHERE_PLACES): Part {
    const worlds = worldsOf(change, places);
    const { changes, counts } = differenceOf(worlds.before, worlds.after);
    const connections = changes.map(({ change: what, from, to, before, after, policies }): Connection => ({
        connection: {
            change: what,
            from: partiesOf(from),
            to: partiesOf(to),
            before: before.toString(),
            after: after.toString(),
            decidedBy: policies.map(policyTitle),
        },
        losesPorts: !before.minus(after).isEmpty,
    }));
    const asked = askedOf(change, worlds, places);
    const cluster = change.cluster === undefined ? {} : { cluster: change.cluster };
    const { namespaces, workloads, policies } = worlds.after;
    const connectivity: Connectivity = {
        ...cluster,
        basis: { namespaces: namespaces.size, workloads: workloads.length, policies: policies.length },
        answers: asked,
        changes: connections.map(({ connection }) => connection),
        counts,
    };
    const isChanged = connections.length > 0 || asked.some(isOther);
    return {
        ...(isChanged && { summary: summaryOf(connectivity, asked.filter(isWorse)) }),
        connectivity: [connectivity],
        findings: [...answerFindings(asked), ...connectionFindings(connections)].map((each) => ({
            ...each,
            ...cluster,
        })),
        notes: worlds.notes,
    };
}

function isOther({ before, after }: Asked): boolean {
    return before !== after && before !== "unknown" && after !== "unknown";
}

/** Such as "8 connections lost; shop-search cut off from gateway and monitoring". */
function summaryOf({ counts }: Connectivity, cutOff: readonly Asked[]): string {
    const { lost, gained, changed } = counts;
    const [first, ...rest] = [
        ...(lost > 0 ? [[lost, "lost"] as const] : []),
        ...(gained > 0 ? [[gained, "gained"] as const] : []),
        ...(changed > 0 ? [[changed, "at other ports"] as const] : []),
    ];
    const connections = [
        first && `${counted(first[0], "connection")} ${first[1]}`,
        ...rest.map((part) => part.join(" ")),
    ];
    const namespaces = [...new Set(cutOff.map(({ namespace }) => namespace))];
    const needs = [...new Set(cutOff.map(({ question }) => question))];
    return [
        lost + gained + changed === 0 ? "no connection lost or gained" : connections.join(", "),
        ...(needs.length > 0 ? [`${listed(namespaces)} cut off from ${listed(needs)}`] : []),
    ].join("; ");
}
