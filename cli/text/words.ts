// SPDX-License-Identifier: Apache-2.0
import { type Count, SEVERITIES, type Severity } from "kubesphere-network/lib/report/report";
import { numbered } from "kubesphere-network/lib/report/words";

/** A number as people read it, such as "1,024". */
export function countText(count: Count): string {
    return BigInt(count).toLocaleString("en");
}

/** A number of things, such as "1 danger" or "2 dangers". */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
    return `${countText(count)} ${numbered(count, noun, nouns)}`;
}

/** How many there are of each severity, such as "2 dangers, 1 notice"; "" if there is nothing. */
export function severityCounts(found: readonly { readonly severity: Severity }[]): string {
    const counts = SEVERITIES.map((severity) => ({
        severity,
        count: found.filter((each) => each.severity === severity).length,
    }));
    return counts.flatMap(({ severity, count }) => (count === 0 ? [] : [counted(count, severity)])).join(", ");
}

/** Texts in a row, the last ones only counted where there are more than `most`. */
export function listed(texts: readonly string[], most = 12): string {
    const rest = texts.length - most;
    return `${texts.slice(0, most).join(", ")}${rest > 0 ? `, and ${countText(rest)} more` : ""}`;
}

/** A sentence as the end of another one: without a full stop of its own. */
export function clause(sentence: string): string {
    return sentence.replace(/\.$/, "");
}

/** Without line breaks, and without what a terminal would take for a command: texts have values of whoever wrote the object. */
export function oneLine(text: string): string {
    return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, " ").trim();
}
