// SPDX-License-Identifier: Apache-2.0
import type { Report } from "kubesphere-network/lib/report/report";
import { tablesOf } from "../tables";
import type { Subject, Table } from "../tables/table";
import type { Cell } from "../../../text/table";
import { AREA_TITLES, BINDING_MARKS } from "../words";
import { worthShowing } from "../worth-showing";
import { findingCards } from "./findings";
import { html, type Markup } from "./markup";
import { picturesOf } from "./picture/build";
import { pictureFigures } from "./picture";
import { tableOf } from "./table";

/** A part of the page that has an address. */
export interface Section {
    readonly id: string;
    readonly title: string;
    readonly content: Markup;
}

/** Columns of pools that a page shows: more are other tables. */
const MOST_POOLS = 12;

const TABLE_SECTIONS: readonly {
    readonly id: string;
    readonly title: string;
    readonly subjects: readonly Subject[];
}[] = [
    { id: "pools", title: AREA_TITLES.pools, subjects: ["pools"] },
    { id: "bindings", title: AREA_TITLES.bindings, subjects: ["bindings"] },
    { id: "isolation", title: AREA_TITLES.isolation, subjects: ["isolation"] },
    { id: "connectivity", title: AREA_TITLES.connectivity, subjects: ["answers", "connections"] },
    { id: "extension", title: AREA_TITLES.extension, subjects: ["extensions", "config"] },
    { id: "order", title: "Order and undo", subjects: ["order", "undo"] },
];

const MARK_WORDS: ReadonlyMap<string, string> = new Map([
    [BINDING_MARKS.added, "+ gets"],
    [BINDING_MARKS.removed, "- loses"],
    [BINDING_MARKS.kept, "= keeps"],
]);

/** All that the page shows after the summary; sections without content are left out. */
export function sectionsOf(report: Report): Section[] {
    const pictures = picturesOf(report);
    const tables = tablesOf(tabled(report, new Set(pictures.map(({ cluster }) => cluster))), MOST_POOLS);
    return [
        ...(pictures.length > 0 ? [{ id: "picture", title: "Picture", content: pictureFigures(pictures) }] : []),
        ...(report.findings.length > 0
            ? [{ id: "findings", title: "Findings", content: findingCards(report.findings) }]
            : []),
        ...TABLE_SECTIONS.flatMap(({ id, title, subjects }) => {
            const own = tables.filter(({ subject }) => subjects.includes(subject));
            return own.length === 0 ? [] : [{ id, title, content: tableCards(own) }];
        }),
        ...(report.notes.length > 0 ? [{ id: "notes", title: "Notes", content: notes(report.notes) }] : []),
    ];
}

/** What is worth showing, and of clusters that have a picture also what does not change: the tables have all that is drawn. */
function tabled(report: Report, drawn: ReadonlySet<string | undefined>): Report {
    const shown = worthShowing(report);
    const withDrawn = <T extends { readonly cluster?: string }>(some: readonly T[], all: readonly T[]): T[] => {
        const told = new Set(some.map(({ cluster }) => cluster));
        return [...some, ...all.filter(({ cluster }) => drawn.has(cluster) && !told.has(cluster))];
    };
    return {
        ...shown,
        pools: withDrawn(shown.pools, report.pools),
        bindings: withDrawn(shown.bindings, report.bindings),
        isolation: withDrawn(shown.isolation, report.isolation),
    };
}

function tableCards(tables: readonly Table[]): Markup {
    return html`${tables.map((table) => html`<div class="card">${tableOf(withWords(table), tables.length > 1)}</div>`)}`;
}

/** A matrix whose marks have words beside them: not every voice reads signs. */
function withWords(table: Table): Table {
    const worded = (cell: Cell): Cell =>
        typeof cell === "string" ? cell : { ...cell, text: MARK_WORDS.get(cell.text) ?? cell.text };
    return table.subject === "bindings"
        ? { ...table, rows: table.rows.map((row) => ({ ...row, cells: row.cells.map(worded) })) }
        : table;
}

function notes(texts: readonly string[]): Markup {
    return html`<ul class="card notes">
        ${texts.map((text) => html`<li>${text}</li>`)}
    </ul>`;
}
