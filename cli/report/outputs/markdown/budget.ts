// SPDX-License-Identifier: Apache-2.0
import { type Block, blockText, joined, SUBJECT_NOUNS } from "./block";
import { bytesOf } from "./escape";

/** So many rows of everything come before all rows of anything. */
const FEW_ROWS = 10;

/** How many rows of each block fit into so many bytes, those of the most important ones first. */
export function rowsThatFit(blocks: readonly Block[], room: number): ReadonlyMap<Block, number> {
    const ranks = Object.keys(SUBJECT_NOUNS);
    const byRank = [...blocks].sort((one, other) => ranks.indexOf(one.subject) - ranks.indexOf(other.subject));
    const kept = new Map<Block, number>();
    let left = room;
    for (const most of [FEW_ROWS, Infinity]) {
        for (const block of byRank) {
            left += sizeOf(block, kept.get(block) ?? 0);
            const count = mostRows(block, most, left);
            left -= sizeOf(block, count);
            kept.set(block, count);
        }
    }
    return kept;
}

/** The most rows, up to so many, that a block can have in so many bytes. */
function mostRows(block: Block, most: number, room: number): number {
    const limit = Math.min(most, block.rows.length);
    if (sizeOf(block, limit) <= room) {
        return limit;
    }
    let [fits, tooMany] = [0, limit];
    while (tooMany - fits > 1) {
        const middle = Math.floor((fits + tooMany) / 2);
        [fits, tooMany] = sizeOf(block, middle) <= room ? [middle, tooMany] : [fits, middle];
    }
    return fits;
}

/** A block without rows is not written at all. */
function sizeOf(block: Block, count: number): number {
    return count === 0 ? 0 : bytesOf(joined(["", blockText(block, count)])) - bytesOf(joined([""]));
}
