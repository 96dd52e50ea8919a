// SPDX-License-Identifier: Apache-2.0
import { type Table } from "../tables/table";
import { type Cell, type Row, textOf } from "../../../text/table";
import { html, type Markup } from "./markup";

/** A table that scrolls in its own box, so that the page never does. Its heading is only for the ear where a section has no other one. */
export function tableOf({ title, lead = [], columns, detailColumn, rows }: Table, hasHeading: boolean): Markup {
    const heads = detailColumn === undefined ? columns : [...columns, detailColumn];
    // A cluster is no name of a row.
    const nameColumn = columns[0] === "cluster" ? 1 : 0;
    return html`<div class="scroll" role="group" aria-label="${title}" tabindex="0">
        <table>
            <caption>
                ${hasHeading ? html`<h3>${title}</h3>` : html`<span class="said">${title}</span>`}
                ${lead.map((line) => html`<p>${line}</p>`)}
            </caption>
            <thead>
                <tr>
                    ${heads.map((head) => html`<th scope="col">${head}</th>`)}
                </tr>
            </thead>
            <tbody>
                ${rows.map((row) => rowOf(row, nameColumn, detailColumn !== undefined))}
            </tbody>
        </table>
    </div>`;
}

function rowOf({ cells, details = [] }: Row, nameColumn: number, hasDetails: boolean): Markup {
    return html`<tr>
        ${cells.map((cell, index) => (index === nameColumn ? nameCell(cell) : html`<td>${toned(cell)}</td>`))}
        ${hasDetails && html`<td>${details.map((detail) => html`<p>${detail}</p>`)}</td>`}
    </tr>`;
}

function nameCell(cell: Cell): Markup {
    return html`<th scope="row">${toned(cell)}</th>`;
}

function toned(cell: Cell): Markup {
    return typeof cell === "string" ? html`${cell}` : html`<span class="tone-${cell.tone}">${textOf(cell)}</span>`;
}
