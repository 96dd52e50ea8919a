// SPDX-License-Identifier: Apache-2.0

/** More edits than this are no slip of the finger. */
const MOST_EDITS = 3;

/**
 * What was probably meant by a misspelt text: the nearest candidate, whatever its case, that differs in at most one
 * character of three. Undefined if none is that near.
 */
export function closest(text: string, candidates: readonly string[]): string | undefined {
    const meant = text.toLowerCase();
    for (let edits = 0; edits <= MOST_EDITS; edits++) {
        const found = candidates.find(
            (candidate) =>
                edits <= Math.max(text.length, candidate.length) / 3 && isWithin(edits, meant, candidate.toLowerCase()),
        );
        if (found !== undefined) {
            return found;
        }
    }
    return undefined;
}

/** The question after a text that is none of the candidates, with a blank before it; nothing if none is near. */
export function didYouMean(text: string, candidates: readonly string[]): string {
    const meant = closest(text, candidates);
    return meant === undefined ? "" : ` Did you mean ${meant}?`;
}

/** The same inside of a sentence. */
export function isMeant(text: string, candidates: readonly string[]): string {
    const meant = closest(text, candidates);
    return meant === undefined ? "" : ` (is "${meant}" meant?)`;
}

/** Whether so many insertions, deletions, replacements and swaps of neighbours make one text of the other. */
function isWithin(edits: number, left: string, right: string): boolean {
    let same = 0;
    while (same < left.length && left[same] === right[same]) {
        same++;
    }
    const [a, b] = [left.slice(same), right.slice(same)];
    if (a === "" || b === "") {
        return a.length + b.length <= edits;
    }
    return (
        edits > 0 &&
        (isWithin(edits - 1, a.slice(1), b.slice(1)) ||
            isWithin(edits - 1, a.slice(1), b) ||
            isWithin(edits - 1, a, b.slice(1)) ||
            (a[0] === b[1] && a[1] === b[0] && isWithin(edits - 1, a.slice(2), b.slice(2))))
    );
}
