// SPDX-License-Identifier: Apache-2.0
import type { Connectivity, StandingAnswer } from "kubesphere-network/lib/report/report";
import { questionTitle, transition } from "../words";
import { counted, countText, listed } from "../../../text/words";
import { changeCell, ClusterColumn, type Table } from "./table";
import { type Tone } from "../../../text/table";

/** The standing answers, and then every connection that becomes another one. */
export function connectivityTables(connectivity: readonly Connectivity[]): Table[] {
    const clusters = new ClusterColumn(connectivity);
    return [
        {
            subject: "answers",
            title: "Connectivity: standing questions",
            columns: clusters.head("question", "asked", "answer"),
            detailColumn: "why",
            rows: connectivity.flatMap(({ cluster, answers }) =>
                answers.map((answer) => ({
                    cells: clusters.cells(cluster, questionTitle(answer.question), answer.text, {
                        text: transition(answer.before, answer.after),
                        tone: toneOf(answer),
                    }),
                    details: [answer.reason],
                })),
            ),
        },
        {
            subject: "connections",
            title: "Connectivity: connections",
            lead: connectivity.map(basisText),
            columns: clusters.head("change", "from", "to", "ports"),
            detailColumn: "decided by",
            rows: connectivity.flatMap(({ cluster, changes }) =>
                changes.map(({ change, from, to, before, after, decidedBy }) => ({
                    cells: clusters.cells(cluster, changeCell(change), from.text, to.text, transition(before, after)),
                    details: decidedBy.length === 0 ? [] : [listed(decidedBy)],
                })),
            ),
        },
    ];
}

function toneOf({ before, after }: StandingAnswer): Tone {
    if (before === after) {
        return "quiet";
    }
    return after === "yes" ? "good" : after === "no" ? "bad" : "other";
}

function basisText({ cluster, counts, basis }: Connectivity): string {
    const found = `${counted(counts.lost, "connection")} lost, ${countText(counts.gained)} gained, ${countText(counts.changed)} changed`;
    const looked = [
        counted(basis.namespaces, "namespace"),
        counted(basis.workloads, "workload"),
        counted(basis.policies, "policy", "policies"),
    ];
    return `${cluster === undefined ? "" : `${cluster}: `}${found}. Looked at: ${looked.join(", ")}.`;
}
