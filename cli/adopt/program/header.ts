// SPDX-License-Identifier: Apache-2.0
import type { Adoption, LeftOut } from "kubesphere-network/lib/adoption/adoption";
import { oneLine } from "../../text/words";

/** What stands above the description: where it comes from, and what it lacks of that. */
export function headerOf({ clusters, leftOut }: Adoption): string[] {
    const contexts = clusters.map(({ name, context }) => `${name} (context ${context})`).join(", ");
    const several = clusters.length > 1;
    return [
        `As ksnet adopt read it from ${contexts}. With import.json imported, a preview changes nothing.`,
        ...(leftOut.length === 0
            ? ["Nothing was left out."]
            : ["Left out:", ...leftOut.map((each) => oneLine(`- ${several ? `${each.cluster}: ` : ""}${told(each)}`))]),
    ];
}

function told({ kind, name, part, reason }: LeftOut): string {
    return `${kind} ${name}${part === undefined ? "" : `, ${part}`}: ${reason}`;
}
