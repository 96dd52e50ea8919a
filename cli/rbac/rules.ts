// SPDX-License-Identifier: Apache-2.0
import { grouped } from "kubesphere-network/lib/grouped";
import type { Need, Verb } from "./need";

/** A rule of a role, and what it is for. */
export interface RoleRule {
    readonly comments: readonly string[];
    readonly apiGroups: readonly [string];
    readonly resources: readonly [string];
    readonly resourceNames?: readonly string[];
    readonly verbs: readonly Verb[];
}

/** In the order in which people write them. */
const VERBS: readonly Verb[] = ["get", "list", "watch", "create", "update", "patch", "delete"];

/** One rule for each resource, with all verbs that anybody needs of it. */
export function roleRules(needs: readonly Need[]): RoleRule[] {
    const byResource = grouped(needs, (need) => JSON.stringify([groupOf(need), resourceOf(need), need.names]));
    return [...byResource.values()].map((same): RoleRule => {
        const [first] = same as [Need];
        const verbs = new Set(same.flatMap((need) => need.verbs));
        return {
            comments: [...new Set(same.map(commentOf))],
            apiGroups: [groupOf(first)],
            resources: [resourceOf(first)],
            ...(first.names && { resourceNames: first.names }),
            verbs: VERBS.filter((verb) => verbs.has(verb)),
        };
    });
}

/** API group of what is needed; "" for the core group. */
export function groupOf({ kind: { apiVersion } }: Pick<Need, "kind">): string {
    return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

/** Resource of what is needed, such as "pods/log". */
export function resourceOf({ kind, subresource }: Need): string {
    return subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`;
}

function commentOf({ to, option, without }: Need): string {
    const when = option === undefined ? "" : ` (${option})`;
    return `to ${to}${when}${without === undefined ? "" : `. ${without}`}`;
}
