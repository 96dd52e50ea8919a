// SPDX-License-Identifier: Apache-2.0
import { notesOn } from "./notes";
import type { End, Reach } from "./reach";
import { isWorkload, type Party, partyTitle, policyTitle } from "./world";

const LIST = new Intl.ListFormat("en-GB");

/** Why one party reaches another or does not, in sentences: what each end says, then what else a person should know. */
export function explain(reach: Reach, from: Party, to: Party): string[] {
    return [endText(reach.egress, from), endText(reach.ingress, to), ...notesOn(reach, from, to)];
}

function endText(end: End, party: Party): string {
    return `${end.direction === "egress" ? "Egress" : "Ingress"} of ${partyTitle(party)}: ${verdictText(end, party)}.`;
}

function verdictText({ verdicts }: End, party: Party): string {
    if (verdicts.length === 0) {
        return unrestricted(party);
    }
    const forbidding = verdicts.filter(({ ports }) => ports.isEmpty).map(({ policy }) => policyTitle(policy));
    const allowing = verdicts.filter(({ ports }) => !ports.isEmpty);
    const which = forbidding.length > 1 ? "which do not allow it" : "which does not allow it";
    return [
        forbidding.length > 0 ? `restricted by ${LIST.format(forbidding)}, ${which}` : "restricted",
        ...allowing.map(({ policy, ports }) => `${policyTitle(policy)} allows ${ports.toString()}`),
    ].join("; ");
}

function unrestricted(party: Party): string {
    if (!isWorkload(party)) {
        return "no NetworkPolicy restricts an address outside of pods";
    }
    return party.isHostNetwork
        ? "no NetworkPolicy restricts pods on the network of their node"
        : "nothing restricts it";
}
