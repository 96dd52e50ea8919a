// SPDX-License-Identifier: Apache-2.0
import type { IsolationChange } from "../report";
import { counted } from "../words";
import type { PolicyChanges } from "./policies";
import { switchedTo } from "./rows";

/** What changes in isolation, in a few words; undefined if nothing does. */
export function isolationSummary(
    rows: readonly IsolationChange[],
    networkPolicies: Pick<PolicyChanges, "created" | "changed" | "deleted">,
): string | undefined {
    const policies = (part: keyof IsolationChange["policies"]): number =>
        rows.reduce((sum, row) => sum + row.policies[part].length, 0);
    const { created, changed, deleted } = networkPolicies;
    const parts = [
        switched(rows, "project"),
        switched(rows, "workspace"),
        tally("policy", "policies", [
            [policies("created"), "created"],
            [policies("changed"), "changed"],
            [policies("deleted"), "deleted"],
        ]),
        vanishing(policies("purged")),
        tally("NetworkPolicy", "NetworkPolicies", [
            [created.length, "created"],
            [changed.length, "changed"],
            [deleted.length, "deleted"],
        ]),
    ].filter((part) => part !== "");
    return parts.length > 0 ? parts.join("; ") : undefined;
}

function switched(rows: readonly IsolationChange[], kind: IsolationChange["kind"]): string {
    return tally(kind, `${kind}s`, [
        [switchedTo(rows, kind, "on").length, "switched on"],
        [switchedTo(rows, kind, "off").length, "switched off"],
        [switchedTo(rows, kind, "unknown").length, "not known yet"],
    ]);
}

function vanishing(count: number): string {
    return count === 0 ? "" : `${counted(count, "policy", "policies")} ${count === 1 ? "vanishes" : "vanish"}`;
}

/** Such as "2 policies created, 1 deleted". */
function tally(one: string, many: string, counts: readonly (readonly [count: number, what: string])[]): string {
    return counts
        .filter(([count]) => count > 0)
        .map(([count, what], index) => `${index === 0 ? counted(count, one, many) : count} ${what}`)
        .join(", ");
}
