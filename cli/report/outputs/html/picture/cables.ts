// SPDX-License-Identifier: Apache-2.0
import type { Point, Points } from "./boxes";
import { lanesOf } from "./lanes";
import type { Fate, Line } from "./model";

const LANE_WIDTH = 13;
const BESIDE_LANES = 26;

/** A line with its places: all ends meet in a vertical part. */
export interface Cable {
    readonly fate: Fate;
    readonly title: string;
    readonly from: readonly Point[];
    readonly to: readonly Point[];
    /** Where the vertical part is. */
    readonly x: number;
}

/** Lanes between two columns, one for each line. */
export interface Lanes {
    readonly width: number;
    /** The lane of each line, from the column of namespaces on. */
    readonly lanes: readonly number[];
}

/** Lanes for lines whose ends have heights already. */
export function lanesFor(lines: readonly Line<unknown, unknown>[], heights: Points): Lanes {
    const lanes = lanesOf(
        lines.map(({ from, to }) => {
            const ys = found([...from, ...to], heights).map(({ y }) => y);
            return { top: Math.min(...ys), bottom: Math.max(...ys) };
        }),
    );
    return { lanes, width: lanes.length === 0 ? 0 : 2 * BESIDE_LANES + Math.max(...lanes) * LANE_WIDTH };
}

/** Lines in their lanes, which begin at a column and go on to its left or to its right. */
export function cablesOf(
    lines: readonly Line<unknown, unknown>[],
    { lanes }: Lanes,
    { points, x, side }: { readonly points: Points; readonly x: number; readonly side: -1 | 1 },
): Cable[] {
    return lines.map(({ fate, title, from, to }, index) => ({
        fate,
        title,
        from: found(from, points),
        to: found(to, points),
        x: x + side * (BESIDE_LANES + (lanes[index] ?? 0) * LANE_WIDTH),
    }));
}

function found(ends: readonly unknown[], points: Points): Point[] {
    return ends.flatMap((end) => points.get(end) ?? []);
}
