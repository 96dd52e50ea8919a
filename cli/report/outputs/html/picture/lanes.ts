// SPDX-License-Identifier: Apache-2.0

/** What a line needs of a lane: from where to where, in pixels. */
export interface Span {
    readonly top: number;
    readonly bottom: number;
}

/** Lines in one lane keep this distance. */
const GAP = 12;

/** A lane for each span, so that no two that meet are in one: short ones get the first lanes. */
export function lanesOf(spans: readonly Span[]): number[] {
    const lanes: Span[][] = [];
    const result = spans.map(() => 0);
    const byLength = [...spans.entries()].sort(([, a], [, b]) => a.bottom - a.top - (b.bottom - b.top));
    for (const [index, span] of byLength) {
        const free = lanes.findIndex((lane) => lane.every((other) => !meet(span, other)));
        const lane = free === -1 ? lanes.push([]) - 1 : free;
        lanes[lane]?.push(span);
        result[index] = lane;
    }
    return result;
}

function meet(a: Span, b: Span): boolean {
    return a.top < b.bottom + GAP && b.top < a.bottom + GAP;
}
