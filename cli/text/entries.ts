// SPDX-License-Identifier: Apache-2.0
import { type Severity, SEVERITIES } from "kubesphere-network/lib/report/report";
import { hanging, paragraph } from "./layout";
import { heading, type Page, restOf } from "./page";
import { counted } from "./words";

/** Something that was found, as texts show it. */
export interface Entry {
    readonly severity: Severity;
    /** What it is about, such as `IPPool "a"`. */
    readonly object: string;
    /** Such as "3 → 2". */
    readonly change?: string;
    /** Stable id of the rule. */
    readonly rule: string;
    readonly message: string;
    /** What is told below it, each with a word before it, such as "Way out". */
    readonly lines: readonly { readonly label: string; readonly text: string }[];
}

/** How many are shown of each severity. No danger is left out of the list. */
const MOST_ENTRIES: Readonly<Record<Severity, number>> = { danger: Infinity, warning: 30, notice: 10 };

/** The entries of each severity, the worst first. */
export function entrySections(entries: readonly Entry[], page: Page, most = MOST_ENTRIES): string[] {
    return SEVERITIES.flatMap((severity) => {
        const found = entries.filter((entry) => entry.severity === severity);
        const parts = found.slice(0, most[severity]).map((entry) => entryText(entry, page));
        const title = heading(counted(found.length, severity), page, page.paints.severity[severity]);
        return found.length === 0
            ? []
            : [[title, ...parts, ...restOf(found.length, most[severity], page)].join("\n\n")];
    });
}

function entryText({ object, change, rule, message, lines }: Entry, { width, paints }: Page): string {
    const head = [
        { text: object, paint: paints.strong },
        ...(change === undefined ? [] : [{ text: change }]),
        { text: rule, paint: paints.quiet },
    ];
    return [
        paragraph(head, width, 2),
        paragraph([{ text: message }], width, 4),
        ...lines.map(({ label, text }) => hanging({ text: `${label}:`, paint: paints.good }, text, width, 4)),
    ].join("\n");
}
