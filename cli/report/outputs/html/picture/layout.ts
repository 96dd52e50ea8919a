// SPDX-License-Identifier: Apache-2.0
import { type Box, type Frame, type Placed, placeBeside, placeGroups, type Points, pointsOf } from "./boxes";
import { type Bus, busesOf } from "./buses";
import { type Cable, cablesOf, lanesFor } from "./cables";
import type { NamespaceNode, OtherNode, Picture, PoolNode } from "./model";
import { ordered } from "./ordered";
import { bindingPins, outletPins, type Pins, wirePins } from "./pins";

const POOL_WIDTH = 224;
/** Rows of a pool: one for its range, one for its addresses. */
const POOL_ROWS = 2;
const OTHER_WIDTH = 232;
/** Widths of what a namespace says of pools at its left and of connections at its right, and of its name. */
const NAMESPACE_WIDTHS = { left: 170, right: 260, least: 300 };

/** Where everything is, in pixels. */
export interface Layout {
    readonly width: number;
    readonly height: number;
    readonly pools: readonly Placed<PoolNode>[];
    readonly buses: readonly Cable[];
    readonly frames: readonly Frame[];
    readonly namespaces: readonly Placed<NamespaceNode>[];
    readonly wires: readonly Cable[];
    readonly others: readonly Placed<OtherNode>[];
}

/**
 * Columns of pools, namespaces and others, with lanes for lines between them. First come the heights, then the lanes,
 * and then the places of the columns. The same picture always gets the same layout.
 */
export function layoutOf(unordered: Picture): Layout {
    const picture = ordered(unordered);
    const { wires } = picture;
    const buses = busesOf(picture);
    const pins = wirePins(wires);
    const width = namespaceWidth(picture);
    const groups = placeGroups(picture.groups, width, { left: bindingPins(picture.bindings), right: pins });
    const ends = pointsOf(groups.namespaces);
    const pools = placePools(picture, buses, { ends, bottom: groups.bottom });
    const shelf = placeOthers(picture, pins, { ends, bottom: groups.bottom });

    const heights = new Map([...ends, ...pointsOf([...pools, ...shelf])]);
    const [left, right] = [lanesFor(buses, heights), lanesFor(wires, heights)];
    const x = pools.length === 0 ? 0 : POOL_WIDTH + left.width;
    const [namespaces, others] = [shifted(groups.namespaces, x), shifted(shelf, x + width + right.width)];
    const points = pointsOf([...pools, ...namespaces, ...others]);
    return {
        width: x + width + right.width + (others.length === 0 ? 0 : OTHER_WIDTH),
        height: Math.max(groups.bottom, ...[...pools, ...others].map((box) => box.y + box.height)),
        pools,
        buses: cablesOf(buses, left, { points, x, side: -1 }),
        frames: shifted(groups.frames, x),
        namespaces,
        wires: cablesOf(wires, right, { points, x: x + width, side: 1 }),
        others,
    };
}

interface Middle {
    readonly ends: Points;
    readonly bottom: number;
}

function placePools({ pools }: Picture, buses: readonly Bus[], { ends, bottom }: Middle): Placed<PoolNode>[] {
    const wishes = pools.map((node) => {
        const own = buses.filter(({ from }) => from.some(({ pool }) => pool === node));
        const beside = own.flatMap(({ to }) => to.flatMap((binding) => ends.get(binding) ?? []));
        return { node, left: [], right: outletPins(own), beside, rows: POOL_ROWS };
    });
    return placeBeside(wishes, POOL_WIDTH, bottom);
}

function placeOthers({ others, wires }: Picture, pins: Pins, { ends, bottom }: Middle): Placed<OtherNode>[] {
    const wishes = others.map((node) => {
        const touching = wires
            .map(({ from, to }) => [...from, ...to])
            .filter((all) => all.some((end) => end.node === node));
        const beside = touching.flat().flatMap((end) => ends.get(end) ?? []);
        return { node, left: pins.get(node) ?? [], right: [], beside, rows: 0 };
    });
    return placeBeside(wishes, OTHER_WIDTH, bottom);
}

function namespaceWidth({ bindings, wires }: Picture): number {
    const { left, right, least } = NAMESPACE_WIDTHS;
    return Math.max(least, (bindings.length > 0 ? left : 0) + (wires.length > 0 ? right : 0));
}

function shifted<T extends Box>(boxes: readonly T[], x: number): T[] {
    return boxes.map((box) => ({ ...box, x: box.x + x }));
}
