// SPDX-License-Identifier: Apache-2.0
import type { Finding } from "kubesphere-network/lib/report/report";
import type { Entry } from "../../../text/entries";
import { hanging } from "../../../text/layout";
import { heading, type Page, restOf } from "../../../text/page";
import { changeText, objectTitle } from "../words";

const MOST_NOTES = 10;

/** What could not be known. */
export function notesSection(notes: readonly string[], page: Page): string {
    const lines = notes.slice(0, MOST_NOTES).map((text) => hanging({ text: "-" }, text, page.width, 2));
    return [heading("Notes", page), ...lines, ...restOf(notes.length, MOST_NOTES, page)].join("\n");
}

/** A finding as an entry of a text. */
export function findingEntry(finding: Finding): Entry {
    const { severity, object, cluster, rule, message, wayOut } = finding;
    return {
        severity,
        object: objectTitle(object, cluster),
        change: changeText(finding),
        rule,
        message,
        lines: wayOut === undefined ? [] : [{ label: "Way out", text: wayOut }],
    };
}
