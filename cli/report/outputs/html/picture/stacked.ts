// SPDX-License-Identifier: Apache-2.0

/** A box that wants to be somewhere in a column, in pixels. */
export interface Wish {
    readonly y: number;
    readonly height: number;
}

/** Where a column begins and ends, and the distance of its boxes. */
export interface Column {
    readonly top: number;
    /** Boxes end above it if there is room for them. */
    readonly bottom: number;
    readonly gap: number;
}

/** Places for boxes in their order, near to where they want to be, and none on another one. */
export function stacked(wishes: readonly Wish[], { top, bottom, gap }: Column): number[] {
    const places: number[] = [];
    let free = top;
    for (const { y, height } of wishes) {
        const place = Math.max(y, free);
        places.push(place);
        free = place + height + gap;
    }
    const needed = wishes.reduce((sum, { height }) => sum + height + gap, top - gap);
    let limit = Math.max(bottom, needed);
    for (const [index, { height }] of [...wishes.entries()].reverse()) {
        const place = Math.min(places[index] ?? top, limit - height);
        places[index] = place;
        limit = place - gap;
    }
    return places;
}
