// SPDX-License-Identifier: Apache-2.0
import { AGENTS_ADDED_RULE, AGENTS_REMOVED_RULE, PLACEMENT_DROPPED_RULE } from "../rules/extension-rules";
import { listed } from "../words";
import type { Found } from "./found";
import { UNDONE } from "./lifecycle";
import type { ChangedPair } from "./pairs";

/** What is said of agents that come and go, or of which nothing is said any more. */
export function placementFindings(pair: ChangedPair): Found[] {
    const { agents, isNetwork } = pair;
    if (pair.before.scheduling !== undefined && pair.after.scheduling === undefined) {
        return dropped(pair);
    }
    const { added = [], removed = [], kept = [] } = agents ?? {};
    const texts = { before: namesOf([...removed, ...kept]), after: namesOf([...added, ...kept]) };
    return [
        ...(added.length > 0
            ? [
                  {
                      severity: "notice",
                      rule: AGENTS_ADDED_RULE.id,
                      ...texts,
                      message: `KubeSphere installs its agent on ${listed(added)}.`,
                  } as const,
              ]
            : []),
        ...(removed.length > 0
            ? [
                  {
                      severity: "danger",
                      rule: AGENTS_REMOVED_RULE.id,
                      ...texts,
                      message: `KubeSphere uninstalls its agent from ${listed(removed)}${isNetwork ? `: ${UNDONE}` : ", and nothing does its work there any more"}.`,
                      wayOut: "If somebody there still uses it, keep the placement.",
                  } as const,
              ]
            : []),
    ];
}

function dropped({ agents }: ChangedPair): Found[] {
    const { kept = [] } = agents ?? {};
    return agents !== undefined && kept.length === 0
        ? []
        : [
              {
                  severity: "warning",
                  rule: PLACEMENT_DROPPED_RULE.id,
                  ...(agents && { before: namesOf(kept) }),
                  after: "nothing is said",
                  message: `Its agents${kept.length > 0 ? ` on ${listed(kept)}` : ""} stay as they are: KubeSphere neither removes nor upgrades agents of which nothing is said.`,
                  wayOut: "Keep the placement; to remove the agents, give it an empty list of clusters.",
              },
          ];
}

function namesOf(clusters: readonly string[]): string {
    return [...clusters].sort().join(", ") || "none";
}
