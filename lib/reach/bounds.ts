// SPDX-License-Identifier: Apache-2.0

/**
 * A set of whole numbers as the places where it begins and where it has ended, by turns and ascending: [1, 81, 90, 91] has
 * 1 to 80 and 90. A set has one such list only.
 */
export type Bounds<T extends number | bigint> = readonly T[];

/** What is in either set. */
export function union<T extends number | bigint>(one: Bounds<T>, other: Bounds<T>): Bounds<T> {
    return combined(one, other, (inOne, inOther) => inOne || inOther);
}

/** What is in both sets. */
export function intersection<T extends number | bigint>(one: Bounds<T>, other: Bounds<T>): Bounds<T> {
    return combined(one, other, (inOne, inOther) => inOne && inOther);
}

/** What is in one set and not in the other. */
export function difference<T extends number | bigint>(one: Bounds<T>, other: Bounds<T>): Bounds<T> {
    return combined(one, other, (inOne, inOther) => inOne && !inOther);
}

/** Whether two sets have the same numbers. */
export function areEqual<T extends number | bigint>(one: Bounds<T>, other: Bounds<T>): boolean {
    return one.length === other.length && one.every((bound, index) => bound === other[index]);
}

/** Whether a number is in a set. */
export function isIn<T extends number | bigint>(bounds: Bounds<T>, number: T): boolean {
    let passed = 0;
    for (const bound of bounds) {
        if (bound > number) {
            break;
        }
        passed++;
    }
    return passed % 2 === 1;
}

/** The parts of a set that have no gaps: the first number of each, and the one after its last. */
export function parts<T extends number | bigint>(bounds: Bounds<T>): { readonly first: T; readonly end: T }[] {
    return bounds.flatMap((first, index) => {
        const end = bounds[index + 1];
        return index % 2 === 0 && end !== undefined ? [{ first, end }] : [];
    });
}

/** Walks over the bounds of both sets and keeps those at which the outcome turns. */
function combined<T extends number | bigint>(
    one: Bounds<T>,
    other: Bounds<T>,
    keeps: (inOne: boolean, inOther: boolean) => boolean,
): Bounds<T> {
    const result: T[] = [];
    let [i, j] = [0, 0];
    for (let bound = lower(one[0], other[0]); bound !== undefined; bound = lower(one[i], other[j])) {
        i += one[i] === bound ? 1 : 0;
        j += other[j] === bound ? 1 : 0;
        if (keeps(i % 2 === 1, j % 2 === 1) !== (result.length % 2 === 1)) {
            result.push(bound);
        }
    }
    return result;
}

function lower<T extends number | bigint>(one: T | undefined, other: T | undefined): T | undefined {
    return other === undefined || (one !== undefined && one < other) ? one : other;
}
