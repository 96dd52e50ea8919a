// SPDX-License-Identifier: Apache-2.0

/** Styles of the picture. Each line has a dash pattern and a sign, so that colour is never all that tells. */
export const PICTURE_STYLE = `
.picture { --kept: var(--quiet); --added: var(--good); --removed: var(--danger); --changed: var(--warning); }
#picture { position: relative; }
.picture > .switch { position: absolute; top: -0.2rem; right: 0; }
.picture figure + figure { margin-top: 1rem; }
.picture .scroll { max-height: min(60rem, 90vh); overflow: auto; padding: 1.1rem; }
.picture svg { display: block; margin: 0 auto; }
.picture figcaption { padding: 0.7rem 1.1rem 0.8rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: 0.88rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.25rem; margin-bottom: 0.25rem; }
.legend li { display: flex; align-items: center; gap: 0.45rem; color: var(--ink); }
.legend svg { margin: 0; }

.picture text { font-size: 12px; fill: var(--ink); dominant-baseline: central; direction: ltr; unicode-bidi: isolate; }
.picture text.name { font-size: 14px; font-weight: 600; }
.picture text.quiet { fill: var(--quiet); }
.picture text.column { fill: var(--quiet); font-size: 12px; font-weight: 600; }
.picture text.end { text-anchor: end; }
.picture text.fate { font-weight: 600; }
.box rect { fill: var(--card); stroke: var(--strong-line); stroke-width: 1.25; }
.frame rect { fill: none; stroke: var(--line); stroke-width: 1.25; }
.line path { fill: none; stroke-width: 1.75; stroke: var(--strong-line); }
.line.kept path { stroke-width: 1.25; }
.line path.ground { stroke: var(--card); stroke-width: 6; }
.line .end { stroke: none; fill: var(--strong-line); }

.pool.added rect, .line.added path:not(.ground) { stroke: var(--added); }
.pool.removed rect, .line.removed path:not(.ground) { stroke: var(--removed); stroke-dasharray: 6 4; }
.pool.changed rect, .line.changed path:not(.ground) { stroke: var(--changed); stroke-dasharray: 10 4 2 4; }
.pool.added rect, .pool.removed rect, .pool.changed rect { stroke-width: 1.75; }
.picture .line path.end { stroke: none; stroke-dasharray: none; }
.line.added .end, .added .fate, .pin.added text { fill: var(--added); }
.line.removed .end, .removed .fate, .pin.removed text { fill: var(--removed); }
.line.changed .end, .changed .fate, .pin.changed text { fill: var(--changed); }
.pin.kept text { fill: var(--quiet); }
.picture svg:has(.line:hover) .line:not(:hover) { opacity: 0.25; }

.in-before, .in-after { display: none; }
@media screen {
    body:has(#view-before:checked, #view-after:checked) {
        .in-difference, .legend { display: none; }
        .picture { --added: var(--strong-line); --removed: var(--strong-line); --changed: var(--strong-line); }
        .picture .line path, .picture .box rect { stroke-dasharray: none; }
        .picture .pin text { fill: var(--ink); }
        .picture .fate { fill: var(--quiet); }
    }
    body:has(#view-before:checked) { .in-before { display: inline; } .picture .added { display: none; } }
    body:has(#view-after:checked) { .in-after { display: inline; } .picture .removed { display: none; } }
}
@media print {
    .picture .scroll { max-height: none; padding: 0; }
    .picture svg { max-width: 100%; height: auto; }
}
`;
