// SPDX-License-Identifier: Apache-2.0
import { PICTURE_STYLE } from "./picture/style";

/** Colours by what they are for, light and dark; texts have a contrast of 4.5 at least on their grounds. */
const COLOURS = `
:root {
    color-scheme: light dark;
    --ground: light-dark(#f5f6f8, #10151b);
    --card: light-dark(#ffffff, #181f27);
    --inset: light-dark(#f3f5f7, #202933);
    --ink: light-dark(#18212c, #e8edf3);
    --quiet: light-dark(#566273, #9dabba);
    --line: light-dark(#dde2e8, #2f3b47);
    --strong-line: light-dark(#808c9b, #6b7c8f);
    --accent: light-dark(#0a6f52, #63d1a8);
    --danger: light-dark(#b3261e, #ff9b90);
    --danger-ground: light-dark(#fdeceb, #3b1f1e);
    --warning: light-dark(#855000, #f0bd6a);
    --warning-ground: light-dark(#fdf2dd, #382b15);
    --notice: light-dark(#1d5a9e, #8fbffb);
    --notice-ground: light-dark(#e8f1fb, #1a2c43);
    --good: light-dark(#17693d, #76d39d);
    --good-ground: light-dark(#e6f4eb, #173223);
}
:root:has(#theme-light:checked) { color-scheme: light; }
:root:has(#theme-dark:checked) { color-scheme: dark; }
`;

const TEXT = `
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1, h2, h3, p, ul, ol, figure { margin: 0; }
ul, ol { padding: 0; list-style: none; }
h1 { font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.015em; font-weight: 650; }
h2 { font-size: 1.2rem; line-height: 1.3; letter-spacing: -0.005em; font-weight: 650; margin-bottom: 0.9rem; }
h3 { font-size: 1rem; line-height: 1.4; font-weight: 600; }
a { color: inherit; text-decoration-color: var(--strong-line); text-underline-offset: 0.2em; }
a:hover { text-decoration-color: currentColor; }
code { font: 0.86em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
h1, h2, h3, p, td, th, li, code, caption { unicode-bidi: isolate; overflow-wrap: anywhere; }
td, th { overflow-wrap: break-word; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.said { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.quiet { color: var(--quiet); }
`;

const PAGE = `
.page { max-width: 1240px; margin: 0 auto; padding: 2.25rem 1.5rem 4rem; }
.top { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: flex-start; justify-content: space-between; }
.top p { margin-top: 0.35rem; color: var(--quiet); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 1.25rem 0 1.5rem; font-size: 0.9rem; }
nav a { color: var(--quiet); text-decoration: none; padding: 0.15rem 0; display: inline-block; }
nav a:hover { color: var(--ink); text-decoration: underline; }
section { margin-top: 2.5rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.switch { display: inline-flex; border: 1px solid var(--line); border-radius: 8px; background: var(--inset); padding: 2px; margin: 0; min-width: 0; }
.switch label { position: relative; display: block; font-size: 0.85rem; }
.switch input { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: pointer; width: 100%; height: 100%; }
.switch span { display: block; padding: 0.2rem 0.75rem; border-radius: 6px; color: var(--quiet); }
.switch input:checked + span { background: var(--card); color: var(--ink); box-shadow: 0 0 0 1px var(--strong-line); font-weight: 600; }
.switch input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 1px; }
.badge { display: inline-block; min-width: 5.2em; padding: 0.1rem 0.6rem; border-radius: 99px; font-size: 0.8rem; font-weight: 650; text-align: center; background: var(--good-ground); color: var(--good); }
.badge.danger { background: var(--danger-ground); color: var(--danger); }
.badge.warning { background: var(--warning-ground); color: var(--warning); }
.badge.notice { background: var(--notice-ground); color: var(--notice); }
.summary li { display: grid; grid-template-columns: 6.2rem 8rem 1fr; gap: 0.25rem 1rem; align-items: baseline; padding: 0.6rem 1.1rem; }
.summary li + li { border-top: 1px solid var(--line); }
.summary a { font-weight: 600; }
`;

const FINDINGS = `
.filter { display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem; align-items: center; margin-bottom: 0.9rem; font-size: 0.9rem; }
.filter[hidden] { display: none; }
.filter fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
.filter input[type="checkbox"] { accent-color: var(--accent); margin: 0 0.4rem 0 0; vertical-align: -1px; }
.filter input[type="search"] { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--strong-line); border-radius: 8px; padding: 0.3rem 0.7rem; width: 17rem; max-width: 100%; }
.filter input::placeholder { color: var(--quiet); opacity: 1; }
.findings { display: grid; gap: 0.75rem; }
.finding { padding: 0.95rem 1.1rem 1.05rem; border-left: 4px solid var(--tone); }
.finding[hidden] { display: none; }
.finding.danger { --tone: var(--danger); }
.finding.warning { --tone: var(--warning); }
.finding.notice { --tone: var(--notice); }
.finding header { display: flex; flex-wrap: wrap; gap: 0.25rem 0.8rem; align-items: baseline; }
.finding header .quiet { margin-left: auto; font-size: 0.85rem; }
.finding p { margin-top: 0.45rem; max-width: 85ch; text-wrap: pretty; }
.finding .way-out { padding: 0.5rem 0.8rem; border-radius: 8px; background: var(--inset); }
`;

const TABLES = `
.scroll { overflow-x: auto; }
section > .card + .card { margin-top: 0.75rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
caption { text-align: left; padding: 0.9rem 1.1rem 0.35rem; }
caption:has(> .said:only-child) { padding: 0; }
caption p { color: var(--quiet); font-size: 0.9rem; }
th, td { text-align: left; vertical-align: top; padding: 0.55rem 1.1rem; min-width: 5.5rem; font-weight: 400; }
th[scope="row"] { font-weight: 600; }
thead th { color: var(--quiet); font-size: 0.82rem; padding-top: 0.7rem; padding-bottom: 0.4rem; white-space: nowrap; }
tbody tr { border-top: 1px solid var(--line); }
td p { min-width: 12rem; }
.tone-good { color: var(--good); font-weight: 600; }
.tone-bad { color: var(--danger); font-weight: 600; }
.tone-other { color: var(--warning); font-weight: 600; }
.tone-quiet { color: var(--quiet); }
.notes { padding: 0.75rem 1.1rem 0.75rem 2.3rem; list-style: disc; }
.notes li + li { margin-top: 0.35rem; }
`;

const MEDIA = `
@media (max-width: 640px) {
    .page { padding: 1.5rem 1rem 3rem; }
    .summary li { grid-template-columns: auto 1fr; }
    .summary li p { grid-column: 1 / -1; }
    .finding header .quiet { margin-left: 0; flex-basis: 100%; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
    :root, :root:has(input:checked) { color-scheme: light; --ground: #ffffff; }
    body { font-size: 10pt; }
    .page { max-width: none; padding: 0; }
    .switch, .filter, nav { display: none !important; }
    .finding[hidden] { display: block; }
    .scroll { overflow: visible; }
    .finding, tr, figure { break-inside: avoid; }
    h2, thead { break-after: avoid; }
    section { margin-top: 1.5rem; }
}
`;

/** All styles of the page. */
export const STYLE = [COLOURS, TEXT, PAGE, FINDINGS, TABLES, PICTURE_STYLE, MEDIA].join("");
