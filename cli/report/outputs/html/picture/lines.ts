// SPDX-License-Identifier: Apache-2.0
import { html, type Markup } from "../markup";
import type { Point } from "./boxes";
import type { Cable } from "./cables";

/** Radius of bends, in pixels. */
const RADIUS = 10;
const HEAD_LENGTH = 8;

/** Bindings: they have no direction. */
export function drawBus(bus: Cable): Markup {
    return drawLine(bus, { className: "binding", path: pathOf(bus, bus.to), ends: html`${bus.to.map(dot)}` });
}

/** Connections: dots where they come from, arrows where they go to. */
export function drawWire(wire: Cable): Markup {
    const { from, to, x } = wire;
    const backs = to.map((point) => ({ ...point, x: point.x + towards(x, point) * HEAD_LENGTH }));
    return drawLine(wire, {
        className: "wire",
        path: pathOf(wire, backs),
        ends: html`${from.map(dot)}${to.map((point) => arrowHead(point, x))}`,
    });
}

interface Drawing {
    readonly className: string;
    readonly path: string;
    readonly ends: Markup;
}

/** A line on a wider one of the ground's colour, so that crossings stay readable. */
function drawLine({ fate, title }: Cable, { className, path, ends }: Drawing): Markup {
    return html`<g class="line ${className} ${fate}"
        ><title>${title}</title><path class="ground" d="${path}" /><path d="${path}" />${ends}</g
    >`;
}

/** From all ends to the vertical part, which ends in bends. */
function pathOf({ from, x }: Cable, to: readonly Point[]): string {
    const ends = [...from, ...to];
    const ys = ends.map(({ y }) => y);
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    const radius = Math.min(RADIUS, (bottom - top) / 2);
    const branches = ends.map((end) => {
        const bend = end.y === top ? radius : end.y === bottom ? -radius : 0;
        const start = x - towards(x, end) * Math.abs(bend);
        return `M${end.x},${end.y}H${start}Q${x},${end.y} ${x},${end.y + bend}`;
    });
    return `M${x},${top + radius}V${bottom - radius}${branches.join("")}`;
}

/** Whether the vertical part is at the right of a point, or at its left. */
function towards(x: number, point: Point): number {
    return Math.sign(x - point.x);
}

function arrowHead(point: Point, x: number): Markup {
    const back = point.x + towards(x, point) * (HEAD_LENGTH + 1);
    return html`<path class="end" d="M${point.x},${point.y}L${back},${point.y - 5}V${point.y + 5}Z" />`;
}

function dot({ x, y }: Point): Markup {
    return html`<circle class="end" cx="${x}" cy="${y}" r="3" />`;
}
