// SPDX-License-Identifier: Apache-2.0
import { paragraph } from "../../text/layout";
import { heading, type Page } from "../../text/page";
import { tableSection } from "../../text/table";
import { counted } from "../../text/words";
import { STAGE_NAMES, STAGES } from "../journal/events";
import type { Standing } from "../journal/so-far";
import type { MigrationStatus, Whereabouts } from "../status";
import { holderSections } from "./ending-text";

const STANDINGS: Readonly<Record<Standing, string>> = {
    running: "It runs, or it was killed.",
    stopped: "It has stopped.",
    undoing: "An undo of it has begun.",
    undone: "It was undone.",
    finished: "It is finished.",
};

const PLACES: Readonly<Record<Whereabouts, string>> = {
    before: "bound as before",
    both: "bound to both pools",
    narrowed: "labelled with both pools, new pods get addresses of the new one alone",
    after: "bound to the new pool",
    elsewhere: "changed by somebody else",
    gone: "gone",
};

/** How a migration stands, as text. */
export function statusText(status: MigrationStatus, page: Page): string {
    const { from, to, namespaces, holders, next } = status;
    const rows = namespaces.map(({ namespace, place }) => ({ cells: [namespace, PLACES[place]] }));
    return [
        [
            heading(`IPPool "${from}" → "${to}"`, page),
            ...sentences(status).map((text) => paragraph([{ text }], page.width, 2)),
        ].join("\n"),
        ...(rows.length === 0
            ? []
            : [tableSection({ title: "Namespaces", columns: ["namespace", "where"], rows }, page)]),
        ...holderSections(holders, page),
        ...(next.length === 0 ? [] : [["Next:", ...next.map((command) => `  ${command}`)].join("\n")]),
    ]
        .join("\n\n")
        .concat("\n");
}

function sentences({ from, to, journal, isOldDisabled, isNewDisabled, podsLeft }: MigrationStatus): string[] {
    return [
        ...(journal === undefined
            ? ["There is no journal here: this is what the cluster tells."]
            : [
                  `Begun at ${journal.begunAt}. ${STANDINGS[journal.standing]}`,
                  ...(journal.stage === undefined
                      ? []
                      : [
                            `Stage ${STAGE_NAMES.indexOf(journal.stage) + 1} of ${STAGE_NAMES.length}: ${STAGES[journal.stage]}. ${counted(journal.batchesDone, "batch", "batches")} done, ${counted(journal.batchesPlanned, "batch was", "batches were")} planned.`,
                        ]),
                  ...journal.reasons,
              ]),
        `IPPool "${from}" is ${isOldDisabled ? "disabled" : "enabled"}, "${to}" is ${isNewDisabled ? "disabled" : "enabled"}.`,
        `${counted(podsLeft, "pod has an address", "pods have addresses")} of IPPool "${from}".`,
    ];
}
