// SPDX-License-Identifier: Apache-2.0
import { bindingsPart } from "./bindings/part";
import { connectivityPart } from "./connectivity/part";
import { KUBESPHERE_PLACES, type Places } from "./connectivity/places";
import { extensionPart } from "./extension/part";
import { isolationPart } from "./isolation/part";
import type { ClusterChange } from "./objects";
import { poolsPart } from "./pools/part";
import { type Area, AREAS, type Finding, type Part, PHASES, type Report, SEVERITIES, type SummaryLine } from "./report";

/** What is changed, and what could not be known of it. */
export interface Changes {
    /** What was compared, as a heading says it. */
    readonly title: string;
    readonly changes: readonly ClusterChange[];
    readonly notes: readonly string[];
}

/** What each area says of a change. */
const PARTS: Readonly<Record<Area, (change: ClusterChange, places: Places) => Part>> = {
    pools: poolsPart,
    bindings: bindingsPart,
    isolation: isolationPart,
    connectivity: connectivityPart,
    extension: extensionPart,
};

/** What a change means for the network. */
export function reportOf({ title, changes, notes }: Changes, places = KUBESPHERE_PLACES): Report {
    const parts = AREAS.flatMap((area) =>
        changes.map((change) => ({ area, change, part: PARTS[area](change, places) })),
    );
    const all = <T>(of: (part: Part) => readonly T[] | undefined): T[] => parts.flatMap(({ part }) => of(part) ?? []);
    const findings = all(({ findings: found }) => found).sort(byWeight);
    return {
        title,
        summary: AREAS.flatMap((area) => summaryLine(area, parts, findings)).sort(
            (one, other) => weightOf(one) - weightOf(other),
        ),
        findings,
        pools: all((part) => part.pools),
        bindings: all((part) => part.bindings),
        isolation: all((part) => part.isolation),
        connectivity: all((part) => part.connectivity),
        extensions: all((part) => part.extensions),
        order: PHASES.flatMap((phase) =>
            parts.flatMap(({ change, part }) =>
                (part.steps ?? [])
                    .filter((step) => step.phase === phase)
                    .map(({ by, text }) => ({ by, text: ofCluster(change, text) })),
            ),
        ),
        irreversible: all((part) => part.irreversible),
        notes: [
            ...new Set([
                ...notes,
                ...parts.flatMap(({ change, part }) => (part.notes ?? []).map((note) => ofCluster(change, note))),
            ]),
        ],
    };
}

/** The line of an area in which something changes or is found; of several clusters each says its part. */
function summaryLine(
    area: Area,
    parts: readonly { readonly area: Area; readonly change: ClusterChange; readonly part: Part }[],
    findings: readonly Finding[],
): SummaryLine[] {
    const texts = parts.flatMap(({ area: own, change, part: { summary } }) =>
        own === area && summary !== undefined ? [ofCluster(change, summary)] : [],
    );
    const [worst] = findings.filter((finding) => finding.area === area);
    const severity = worst && { severity: worst.severity };
    return texts.length > 0 || worst
        ? [{ area, ...severity, text: `${texts.length > 0 ? texts.join("; ") : "nothing changes, but see below"}.` }]
        : [];
}

/** A text about one cluster, where a change is of several. */
function ofCluster({ cluster }: ClusterChange, text: string): string {
    return cluster === undefined ? text : `${cluster}: ${text}`;
}

function byWeight(one: Finding, other: Finding): number {
    return weightOf(one) - weightOf(other) || AREAS.indexOf(one.area) - AREAS.indexOf(other.area);
}

/** Danger first, what has no severity last. */
function weightOf({ severity }: Pick<SummaryLine, "severity">): number {
    return severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(severity);
}
