// SPDX-License-Identifier: Apache-2.0
import type { Group, NamespaceNode } from "./model";
import type { Pin, Pins } from "./pins";
import { stacked } from "./stacked";

/** Height of a row of a box, in pixels; each pin has one. */
export const ROW = 24;
/** Height of a box, or of a frame, above its rows. */
export const HEAD = 36;
/** Distance of boxes. With heads and rows it keeps all boxes of a column on one grid. */
export const GAP = 12;
/** Where columns begin, under their titles. Namespaces are half a row off others, so that their lines never lie on one another. */
export const TOP = 36;

/** A place, in pixels. */
export interface Point {
    readonly x: number;
    readonly y: number;
}

/** What has a place and a size. */
export interface Box extends Point {
    readonly width: number;
    readonly height: number;
}

/** A node that has a place, and the ends of lines at its sides. */
export interface Placed<T> extends Box {
    readonly node: T;
    readonly left: readonly Pin[];
    readonly right: readonly Pin[];
}

/** A frame around the namespaces of a workspace. */
export interface Frame extends Box {
    readonly group: Group;
}

/** Frames and the namespaces in them, one under the other. */
export interface PlacedGroups {
    readonly frames: readonly Frame[];
    readonly namespaces: readonly Placed<NamespaceNode>[];
    readonly bottom: number;
}

/** Places groups in a column that begins at 0. */
export function placeGroups(
    groups: readonly Group[],
    width: number,
    pins: { readonly left: Pins; readonly right: Pins },
): PlacedGroups {
    const frames: Frame[] = [];
    const namespaces: Placed<NamespaceNode>[] = [];
    let y = TOP;
    for (const group of groups) {
        const top = y;
        y += group.workspace === undefined ? GAP : HEAD;
        for (const node of group.namespaces) {
            const [left, right] = [pins.left.get(node) ?? [], pins.right.get(node) ?? []];
            const height = HEAD + Math.max(left.length, right.length) * ROW;
            namespaces.push({ node, left, right, x: GAP, y, width: width - 2 * GAP, height });
            y += height + GAP;
        }
        if (group.workspace !== undefined) {
            frames.push({ group, x: 0, y: top, width, height: y - top });
        }
        y += GAP;
    }
    return { frames, namespaces, bottom: y - GAP };
}

/** A node that should be beside some points. */
export interface Wish<T> {
    readonly node: T;
    readonly left: readonly Pin[];
    readonly right: readonly Pin[];
    readonly beside: readonly Point[];
    /** Rows that it has at least. */
    readonly rows: number;
}

/**
 * Boxes in a column that begins at 0, from the topmost wish to the last one, each near to what it should be beside.
 * Those that need not be beside anything come last.
 */
export function placeBeside<T>(wishes: readonly Wish<T>[], width: number, bottom: number): Placed<T>[] {
    const inOrder = [...wishes].sort((a, b) => meanHeight(a.beside) - meanHeight(b.beside) || 0);
    const boxes = inOrder.map(({ node, left, right, beside, rows }) => {
        const height = HEAD + Math.max(rows, left.length, right.length) * ROW;
        const y = beside.length === 0 ? TOP : onRow(meanHeight(beside) - height / 2);
        return { node, left, right, x: 0, y, width, height };
    });
    const ys = stacked(boxes, { top: TOP, bottom, gap: GAP });
    return boxes.map((box, index) => ({ ...box, y: ys[index] ?? TOP }));
}

/** Infinite for no points. */
function meanHeight(points: readonly Point[]): number {
    return points.length === 0 ? Infinity : points.reduce((sum, { y }) => sum + y, 0) / points.length;
}

/** The nearest height on the grid. */
function onRow(y: number): number {
    return TOP + Math.round((y - TOP) / ROW) * ROW;
}

/** Middle of a row, from the top of its box: a bit above, which leaves more room at the bottom. */
export function rowMiddle(row: number): number {
    return HEAD - 4 + (row + 0.5) * ROW;
}

/** Where lines end, by what the pins are of. */
export type Points = ReadonlyMap<unknown, Point>;

/** Where lines end at boxes. */
export function pointsOf(boxes: readonly Placed<unknown>[]): Points {
    return new Map(
        boxes.flatMap(({ x, y, width, left, right }) => [
            ...left.map(({ of }, row) => [of, { x, y: y + rowMiddle(row) }] as const),
            ...right.map(({ of }, row) => [of, { x: x + width, y: y + rowMiddle(row) }] as const),
        ]),
    );
}
