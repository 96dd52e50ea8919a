// SPDX-License-Identifier: Apache-2.0
import type { Drift, Drifts } from "kubesphere-network/lib/drift/drift";
import { traceSentence } from "kubesphere-network/lib/drift/trace";
import { titleOf } from "kubesphere-network/lib/drift/wanted";
import { propertyOf } from "kubesphere-network/lib/report/extension/values";
import { type Entry, entrySections } from "../text/entries";
import { paragraph } from "../text/layout";
import { heading, pageFor, type TextOptions } from "../text/page";
import { counted, severityCounts } from "../text/words";
import { jsonText } from "../text/json";

/** The drift as people read it. */
export function driftText({ compared, drifts, notCompared }: Drifts, options: TextOptions): string {
    const page = pageFor(options);
    const left = notCompared.map(({ cluster, what, why }) =>
        paragraph([{ text: `${cluster === undefined ? "" : `${cluster}: `}${what}. ${why}` }], page.width, 2),
    );
    return [
        summaryOf(compared, drifts),
        ...entrySections(drifts.map(entryOf), page),
        ...(left.length === 0 ? [] : [[heading("not compared", page), ...left].join("\n")]),
    ]
        .join("\n\n")
        .concat("\n");
}

/** The drift as programs read it. */
export function driftJson({ compared, drifts, notCompared }: Drifts): string {
    const spelled = drifts.map((drift) => ({
        ...Object.fromEntries(ORDER.map((key) => [key, drift[key]])),
        fields: drift.fields.map((field) => ({ property: propertyOf(field.path), ...field })),
    }));
    return jsonText({ compared, drifts: spelled, notCompared });
}

/** What JSON has of a drift, in this order. */
const ORDER = [
    ...(["severity", "rule", "cluster", "object", "message", "wanted", "live", "explains", "fields"] as const),
    ...(["changedBy", "breaks", "onUpdate", "takeBack", "accept"] as const),
];

function summaryOf(compared: number, drifts: readonly Drift[]): string {
    const objects = counted(compared, "object");
    return drifts.length === 0
        ? `No drift: ${objects} compared.`
        : `Drift: ${severityCounts(drifts)}; ${objects} compared.`;
}

function entryOf({ object, cluster, rule, severity, message, wanted, live, ...drift }: Drift): Entry {
    return {
        severity,
        object: `${titleOf(object)}${cluster === undefined ? "" : ` on ${cluster}`}`,
        ...(wanted !== undefined && live !== undefined && { change: `${wanted} → ${live}` }),
        rule,
        message,
        lines: [
            ...changedBy(drift.changedBy),
            ...drift.breaks.map((text) => ({ label: "Leads to", text })),
            { label: "On update", text: drift.onUpdate },
            { label: "Take back", text: drift.takeBack.update },
            ...drift.takeBack.commands.map((text) => ({ label: "or", text })),
            ...(drift.accept ? [{ label: "Accept", text: drift.accept.text }] : []),
        ],
    };
}

/** One line for each manager, or for each field where several were changed otherwise. */
function changedBy(traces: Drift["changedBy"]): Entry["lines"] {
    const told = traces.length === 0 ? [NOBODY] : traces.map(traceSentence);
    const isOne = new Set(told).size === 1;
    const texts = isOne ? told.slice(0, 1) : traces.map((trace, index) => `${trace.property}: ${told[index] ?? ""}`);
    return texts.map((text) => ({ label: "Changed by", text }));
}

/** What a deleted object tells. */
const NOBODY = traceSentence({ how: "unknown" });
