// SPDX-License-Identifier: Apache-2.0
import { html, type Markup } from "../markup";
import type { Placed } from "./boxes";
import { drawFrame, drawNamespace, drawOther, drawPool } from "./draw-boxes";
import { label } from "./label";
import { layoutOf } from "./layout";
import { drawBus, drawWire } from "./lines";
import type { Picture } from "./model";

/** Room around everything, for lines that are wider than nothing. */
const MARGIN = 4;

/** A picture as SVG; what it shows must stand elsewhere in words. */
export function drawn(picture: Picture, title: string): Markup {
    const layout = layoutOf(picture);
    const [width, height] = [layout.width + 2 * MARGIN, layout.height + 2 * MARGIN];
    return html`<svg
        role="img"
        aria-label="${title}"
        width="${width}"
        height="${height}"
        viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}"
    >
        ${columnTitle("Pools", layout.pools)} ${columnTitle("Namespaces", layout.namespaces)}
        ${columnTitle("Ranges and groups", layout.others)} ${layout.frames.map(drawFrame)} ${layout.buses.map(drawBus)}
        ${layout.wires.map(drawWire)} ${layout.pools.map(drawPool)} ${layout.namespaces.map(drawNamespace)}
        ${layout.others.map(drawOther)}
    </svg>`;
}

function columnTitle(title: string, [first]: readonly Placed<unknown>[]): Markup | undefined {
    return first && label(title, { x: first.x, y: 12, width: first.width, className: "column" });
}
