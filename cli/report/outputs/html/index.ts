// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import type { Report, SummaryLine } from "kubesphere-network/lib/report/report";
import { AREA_TITLES, findingCounts } from "../words";
import { isQuiet } from "../worth-showing";
import { html, Markup } from "./markup";
import { SCRIPT } from "./script";
import { type Section, sectionsOf } from "./sections";
import { STYLE } from "./style";
import { switchOf } from "./switch";

/** Nothing may be loaded, and nothing may run but what the page is made with. */
const SECURITY_POLICY = [
    "default-src 'none'",
    `style-src '${digest(STYLE)}'`,
    `script-src '${digest(SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
].join("; ");

/** A report as one page that needs no network and no other file. */
export function htmlReport(report: Report): string {
    const sections = sectionsOf(report);
    const page = html`<!doctype html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta http-equiv="Content-Security-Policy" content="${SECURITY_POLICY}" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>Network report: ${report.title}</title>
                ${new Markup(`<style>${STYLE}</style>`)}
            </head>
            <body>
                <div class="page">
                    ${head(report)} ${navigation(sections)}
                    <main>${summary(report.summary, sections)} ${sections.map(sectionElement)}</main>
                </div>
                ${new Markup(`<script>${SCRIPT}</script>`)}
            </body>
        </html> `;
    return page.text;
}

function digest(text: string): string {
    return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function head(report: Report): Markup {
    const found = isQuiet(report) ? "nothing changes" : findingCounts(report.findings);
    return html`<header class="top">
        <div>
            <h1>Network report: ${found}</h1>
            <p>What was compared: ${report.title}</p>
        </div>
        ${switchOf("theme", { legend: "Colours", options: ["Auto", "Light", "Dark"] }, "Auto")}
    </header>`;
}

function navigation(sections: readonly Section[]): Markup | undefined {
    return sections.length === 0
        ? undefined
        : html`<nav aria-label="Sections">
              <ul>
                  ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
              </ul>
          </nav>`;
}

function summary(lines: readonly SummaryLine[], sections: readonly Section[]): Markup | undefined {
    const known = new Set(sections.map(({ id }) => id));
    return lines.length === 0
        ? undefined
        : html`<section aria-labelledby="summary-title">
              <h2 id="summary-title" class="said">Summary</h2>
              <ul class="card summary">
                  ${lines.map(
                      ({ area, severity, text }) =>
                          html`<li>
                              <span class="badge ${severity}">${severity ?? "ok"}</span>
                              ${known.has(area) ? html`<a href="#${area}">${AREA_TITLES[area]}</a>` : AREA_TITLES[area]}
                              <p>${text}</p>
                          </li>`,
                  )}
              </ul>
          </section>`;
}

function sectionElement({ id, title, content }: Section): Markup {
    return html`<section id="${id}" aria-labelledby="${id}-title">
        <h2 id="${id}-title">${title}</h2>
        ${content}
    </section>`;
}
