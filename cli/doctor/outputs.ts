// SPDX-License-Identifier: Apache-2.0
import type { Finding, NotChecked, Passed } from "kubesphere-network/lib/doctor/finding";
import { AREAS } from "kubesphere-network/lib/doctor/finding";
import { numbered } from "kubesphere-network/lib/report/words";
import { SEVERITIES } from "kubesphere-network/lib/report/report";
import { objectTitle } from "../report/outputs/words";
import { type Entry, entrySections } from "../text/entries";
import { hanging, paragraph } from "../text/layout";
import { heading, type Page, pageFor, type TextOptions } from "../text/page";
import { counted, listed } from "../text/words";
import type { Examined } from "./examine";

/** Everything as JSON, in the order of the areas. */
export function diagnosisJson({ clusters, diagnosis }: Examined): string {
    const { findings, notChecked, consequences, passed } = diagnosis;
    return `${JSON.stringify({ clusters, findings, notChecked, consequences, passed }, undefined, 4)}\n`;
}

/** What was found, for a terminal: the worst first, and of the same severity the causes first. */
export function diagnosisText(
    { clusters, diagnosis }: Examined,
    options: TextOptions & { readonly isVerbose?: boolean },
): string {
    const page = pageFor(options);
    const { findings, notChecked, consequences, passed } = diagnosis;
    const severities = SEVERITIES.map((severity) => findings.filter((each) => each.severity === severity).length);
    const counts = SEVERITIES.flatMap((severity, index) =>
        severities[index] ? [counted(severities[index], severity)] : [],
    );
    const summary = [
        `${clusters.join(", ")}: ${counts.join(", ") || "nothing is wrong"}.`,
        `${counted(passed.length, "check")} passed, ${notChecked.reduce((sum, { rules }) => sum + rules.length, 0)} not done.`,
        ...(consequences.length > 0
            ? [
                  `${counted(consequences.length, "finding")} left out that only ${numbered(consequences.length, "follows", "follow")} from others.`,
              ]
            : []),
    ];
    const sections = [
        summary.map((line) => paragraph([{ text: line, paint: page.paints.strong }], page.width, 0)).join("\n"),
        ...entrySections(
            findings.map((finding) => entryOf(finding, clusters.length > 1)),
            page,
        ),
        ...(notChecked.length > 0 ? [notCheckedSection(notChecked, page)] : []),
        ...(options.isVerbose === true ? [passedSection(passed, page)] : []),
    ];
    return `${sections.join("\n\n")}\n`;
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
            hanging({ text: "Not checked:", paint: page.paints.quiet }, listed(rules), page.width, 4),
        ].join("\n"),
    );
    return [heading("Not checked", page), ...entries].join("\n\n");
}

function passedSection(passed: readonly Passed[], page: Page): string {
    const lines = AREAS.flatMap((area) => {
        const rules = [...new Set(passed.filter((each) => each.area === area).map(({ rule }) => rule))];
        return rules.length === 0 ? [] : [hanging({ text: `${area}:` }, rules.join(", "), page.width, 2)];
    });
    return [heading("Passed", page), lines.join("\n")].join("\n\n");
}
