// SPDX-License-Identifier: Apache-2.0
import type { ObjectRef } from "kubesphere-network/lib/report/report";
import { listed } from "kubesphere-network/lib/report/words";
import { ACTIONS, type Recorded, STAGE_NAMES, STAGES } from "../journal/events";

/** What is said of each type of event; nothing of those that say nothing new. */
const TEXTS: { readonly [T in Recorded["type"]]?: (event: Extract<Recorded, { type: T }>) => string | undefined } = {
    begun: ({ plan }) => `Moving IPPool "${plan.from.name}" to "${plan.to.name}".`,
    resumed: () => "Going on from where it stopped.",
    "stage-begun": ({ stage }) => `Stage ${STAGE_NAMES.indexOf(stage) + 1} of ${STAGE_NAMES.length}: ${STAGES[stage]}`,
    "batch-begun": ({ batch, workloads }) => `  Batch ${batch}: ${listed(workloads.map(titleText))}`,
    "batch-ended": ({ batch }) => `  Batch ${batch}: every pod is ready with a new address.`,
    "step-ended": ({ object, action, outcome }) =>
        outcome === "already"
            ? undefined
            : `  ${titleText(object)}: ${ACTIONS[action]}${outcome === "gone" ? " (it is gone)" : ""}`,
    "undo-begun": () => "Putting everything back.",
};

/** An event in one line; undefined for one that needs none, such as a step that was done before. */
export function eventText(event: Recorded): string | undefined {
    return (TEXTS[event.type] as ((event: Recorded) => string | undefined) | undefined)?.(event);
}

function titleText({ kind, namespace, name }: ObjectRef): string {
    return `${kind} "${namespace === undefined ? "" : `${namespace}/`}${name}"`;
}
