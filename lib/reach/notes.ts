// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE_LABEL } from "../labels";
import { rulesOf } from "./policy";
import { PortSet } from "./ports";
import type { End, Reach, Verdict } from "./reach";
import { isPod, isWorkload, type Party, partyTitle, policyTitle, type Workload } from "./world";

/** An end that policies restrict, and who is at the other one. */
interface Restricted {
    readonly end: End;
    readonly peer: Party;
}

/** What a person should know who asks why one party reaches another or does not: where rules do less than they seem to. */
export function notesOn({ ports, egress, ingress }: Reach, from: Party, to: Party): string[] {
    const restricted = [
        { end: egress, peer: to },
        { end: ingress, peer: from },
    ].filter(({ end }) => end.verdicts.length > 0);
    return [
        ...(ports.isEmpty && !egress.ports.isEmpty && !ingress.ports.isEmpty
            ? ["Both ends allow something, but no port in common."]
            : []),
        ...restricted.flatMap(labelNotes),
        ...egress.verdicts.flatMap((verdict) => serviceNotes(verdict, to)),
        ...restricted.flatMap(addressNotes),
        ...(restricted.some(({ peer }) => !isPod(peer))
            ? ["A node and the pods that run on it always reach each other, whatever NetworkPolicies say."]
            : []),
        ...(from === to && restricted.length > 0
            ? [`A pod always reaches itself: this is about different pods of ${partyTitle(from)}.`]
            : []),
    ];
}

function labelNotes({ end, peer }: Restricted): string[] {
    const missing = end.verdicts.filter(({ missesLabel, ports }) => missesLabel && ports.isEmpty);
    return isWorkload(peer)
        ? missing.map(
              ({ policy }) =>
                  `${policyTitle(policy)} does not mean the namespace ${peer.namespace}, which lacks the label ${NAMESPACE_LABEL}=${peer.namespace}. Set the label: KubeSphere finds namespaces by it, and its version 4 does not set it.`,
          )
        : [];
}

/** Only KubeSphere's rules for services select pods: rules for namespaces and blocks have no podSelector. */
function serviceNotes({ policy, rules }: Verdict, to: Party): string[] {
    if (policy.madeFrom === undefined || !isWorkload(to) || to.ports.length === 0) {
        return [];
    }
    const all = rulesOf(policy, "egress");
    return rules
        .filter(({ index }) => all[index]?.peers?.some(({ podSelector }) => podSelector !== undefined))
        .filter(({ ports }) => !to.ports.some(({ protocol, port }) => ports.has(protocol, port)))
        .map(
            ({ ports }) =>
                `${policyTitle(policy)} names a service and allows the ports of the service, ${ports.toString()}, at its pods: KubeSphere does not take the target ports. The pods of ${partyTitle(to)} listen at ${listened(to)}.`,
        );
}

function listened({ ports }: Workload): string {
    return ports
        .reduce((all, { protocol, port }) => all.union(PortSet.of(protocol, port, port)), PortSet.NONE)
        .toString();
}

function addressNotes({ end, peer }: Restricted): string[] {
    if (!isWorkload(peer)) {
        return [];
    }
    const hasBlocks = end.verdicts.some(({ policy }) =>
        rulesOf(policy, end.direction).some(({ peers = [] }) => peers.some(({ ipBlock }) => ipBlock !== undefined)),
    );
    return [
        ...(peer.isHostNetwork
            ? [
                  `The pods of ${partyTitle(peer)} are on the network of their node: rules for pods do not mean them, rules for its addresses do.`,
              ]
            : []),
        ...(hasBlocks && peer.addresses.length === 0
            ? [
                  `The addresses of ${partyTitle(peer)} are not known: of the blocks in rules only those of all addresses count for it.`,
              ]
            : []),
    ];
}
