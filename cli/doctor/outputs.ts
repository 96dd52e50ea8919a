// SPDX-License-Identifier: Apache-2.0
import { CHECKS } from "kubesphere-network/lib/doctor/checks";
import type { Finding, NotChecked, Passed } from "kubesphere-network/lib/doctor/finding";
import { AREAS } from "kubesphere-network/lib/doctor/finding";
import { grouped } from "kubesphere-network/lib/grouped";
import { numbered } from "kubesphere-network/lib/report/words";
import { objectTitle } from "../report/outputs/words";
import { type Entry, entrySections } from "../text/entries";
import { hanging, paragraph } from "../text/layout";
import { heading, type Page, pageFor, type TextOptions } from "../text/page";
import { counted, listed, severityCounts } from "../text/words";
import type { Examined } from "./examine";
import { jsonText } from "../text/json";

/** Everything as JSON, in the order of the areas. */
export function diagnosisJson({ clusters, diagnosis }: Examined): string {
    const { findings, notChecked, consequences, passed } = diagnosis;
    return jsonText({ clusters, findings, notChecked, consequences, passed });
}

/** What was found, for a terminal: the worst first, and of the same severity the causes first. */
export function diagnosisText(
    { clusters, diagnosis }: Examined,
    options: TextOptions & { readonly isVerbose?: boolean },
): string {
    const page = pageFor(options);
    const { findings, notChecked, consequences, passed } = diagnosis;
    const summary = [
        `${clusters.join(", ")}: ${severityCounts(findings) || "nothing is wrong"}.`,
        `${counted(passed.length, "check")} passed, ${notChecked.reduce((sum, { rules }) => sum + rules.length, 0)} not done.`,
        ...(consequences.length > 0
            ? [
                  `${counted(consequences.length, "finding")} left out that only ${numbered(consequences.length, "follows", "follow")} from others.`,
              ]
            : []),
    ];
    const sections = [
        summary.map((line) => paragraph([{ text: line, paint: page.paints.strong }], page.width, 0)).join("\n"),
        ...entrySections(folded(findings, clusters.length > 1), page),
        ...(notChecked.length > 0 ? [notCheckedSection(notChecked, page)] : []),
        ...(options.isVerbose === true ? [passedSection(passed, page)] : []),
    ];
    return `${sections.join("\n\n")}\n`;
}

/** Findings of one sort on one cluster that are shown each by itself. */
const MOST_OF_A_SORT = 5;

/** The findings, of which many of one sort are one entry: its first and the names of some others. */
function folded(findings: readonly Finding[], isOne: boolean): Entry[] {
    const sortOf = ({ rule, cluster, severity }: Finding): string => `${rule} ${cluster} ${severity}`;
    const sorts = grouped(findings, sortOf);
    return findings.flatMap((finding) => {
        const same = sorts.get(sortOf(finding)) ?? [];
        const index = same.indexOf(finding);
        if (same.length <= MOST_OF_A_SORT) {
            return [entryOf(finding, isOne)];
        }
        return index > 0 ? [] : [foldedEntry(finding, same.slice(1), isOne)];
    });
}

function foldedEntry(finding: Finding, others: readonly Finding[], isOne: boolean): Entry {
    const { lines, ...entry } = entryOf(finding, isOne);
    const names = others.map(({ object }) => objectTitle(object));
    const text = `${counted(others.length, "object")}: ${listed(names, MOST_OF_A_SORT)}. All of them: --json`;
    return { ...entry, lines: [...lines, { label: "The same", text }] };
}

function entryOf(
    { severity, area, rule, cluster, object, message, seen, breaks, fix, log }: Finding,
    isOne: boolean,
): Entry {
    return {
        severity,
        object: objectTitle(object),
        change: isOne ? `${area} on ${cluster}` : area,
        rule,
        message,
        lines: [
            { label: "Breaks", text: breaks },
            ...(log ?? []).map((text) => ({ label: "Log", text })),
            { label: "Look", text: seen },
            { label: "Fix", text: fix },
        ],
    };
}

function notCheckedSection(notChecked: readonly NotChecked[], page: Page): string {
    const entries = notChecked.map(({ cluster, reason, right, rules }) =>
        [
            paragraph([{ text: `${cluster}: ${reason}` }], page.width, 2),
            ...(right === undefined ? [] : [hanging({ text: "Missing right:" }, right, page.width, 4)]),
            hanging({ text: "Not checked:", paint: page.paints.quiet }, checksText(rules), page.width, 4),
        ].join("\n"),
    );
    return [heading("Not checked", page), ...entries].join("\n\n");
}

/** Names of checks in a list before only their areas are told. */
const MOST_RULES = 20;

function checksText(rules: readonly string[]): string {
    const areas = AREAS.filter((area) => CHECKS.some((check) => check.area === area && rules.includes(check.id)));
    return rules.length > MOST_RULES ? `${counted(rules.length, "check")} of ${listed(areas)}` : listed(rules);
}

function passedSection(passed: readonly Passed[], page: Page): string {
    const lines = AREAS.flatMap((area) => {
        const rules = [...new Set(passed.filter((each) => each.area === area).map(({ rule }) => rule))];
        return rules.length === 0 ? [] : [hanging({ text: `${area}:` }, rules.join(", "), page.width, 2)];
    });
    return [heading("Passed", page), lines.join("\n")].join("\n\n");
}
