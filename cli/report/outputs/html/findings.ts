// SPDX-License-Identifier: Apache-2.0
import { type Finding, SEVERITIES } from "kubesphere-network/lib/report/report";
import { AREA_TITLES, changeText, objectTitle } from "../words";
import { counted } from "../../../text/words";
import { html, type Markup } from "./markup";

/** Findings as cards, and what filters them. */
export function findingCards(findings: readonly Finding[]): Markup {
    return html`${filterOf(findings)}
        <ul class="findings">
            ${findings.map(card)}
        </ul>`;
}

function filterOf(findings: readonly Finding[]): Markup {
    const present = SEVERITIES.filter((severity) => findings.some((finding) => finding.severity === severity));
    return html`<div class="filter" role="search" aria-label="Findings" hidden>
        <fieldset>
            <legend class="said">Severity</legend>
            ${present.map(
                (severity) => html`<label><input type="checkbox" value="${severity}" checked />${severity}</label>`,
            )}
        </fieldset>
        <input type="search" aria-label="Words in findings" placeholder="Filter by words" />
        <output class="quiet">${counted(findings.length, "finding")}</output>
    </div>`;
}

function card(finding: Finding): Markup {
    const { severity, area, rule, cluster, object, message, wayOut } = finding;
    const change = changeText(finding);
    return html`<li class="card finding ${severity}" data-severity="${severity}">
        <header>
            <span class="badge ${severity}">${severity}</span>
            <h3>${objectTitle(object, cluster)}</h3>
            <span class="quiet">${AREA_TITLES[area]} · <code>${rule}</code></span>
        </header>
        ${change !== undefined && html`<p><code>${change}</code></p>`}
        <p>${message}</p>
        ${wayOut !== undefined && html`<p class="way-out"><strong>Way out:</strong> ${wayOut}</p>`}
    </li>`;
}
