// SPDX-License-Identifier: Apache-2.0
import { holdersOf, isPulumi } from "../cluster/holders";
import type { LiveObject } from "./adoption";
import type { Refusal } from "./candidate";

const MANAGED_BY = "app.kubernetes.io/managed-by";
const HELM_RELEASE = "meta.helm.sh/release-name";

/** Why a whole object is not to be adopted: somebody else makes it, and would change it back. */
export function madeByAnother({ metadata }: LiveObject): Refusal | undefined {
    const tool = metadata?.labels?.[MANAGED_BY];
    if (tool !== undefined) {
        return { reason: `${tool} makes it, as its label ${MANAGED_BY} says.`, wayOut: `Change it through ${tool}.` };
    }
    const release = metadata?.annotations?.[HELM_RELEASE];
    if (release !== undefined) {
        return { reason: `The Helm release ${release} makes it.`, wayOut: "Change it through the release." };
    }
    const stack = metadata?.managedFields?.find(
        ({ manager = "", subresource }) => !subresource && isPulumi(manager),
    )?.manager;
    return stack === undefined ? undefined : ofStack(stack);
}

/** Why a field of an object that many write to is not to be adopted. */
export function heldByAnother(object: LiveObject, path: readonly string[]): Refusal | undefined {
    const holders = holdersOf(object, path);
    const stack = holders.find(isPulumi);
    if (stack !== undefined) {
        return ofStack(stack);
    }
    return holders.includes("helm")
        ? { reason: `Helm writes ${path.at(-1) ?? ""}.`, wayOut: "Change it through the Helm release." }
        : undefined;
}

function ofStack(manager: string): Refusal {
    return {
        reason: `It belongs to a Pulumi stack already: the field manager ${manager} has it.`,
        wayOut: "Keep it there, or take it out of that stack's state and program first.",
    };
}
