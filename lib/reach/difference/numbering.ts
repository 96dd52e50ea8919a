// SPDX-License-Identifier: Apache-2.0

/** Gives equal things one number: 0, 1, 2 and so on, in the order in which they come. */
export class Numbering<T> {
    private readonly numbers = new Map<string | number, number>();
    private readonly items: T[] = [];

    /** The things by their numbers. */
    get all(): readonly T[] {
        return this.items;
    }

    /** `key` is what makes a thing equal to others. */
    numberOf(key: string | number, item: T): number {
        const known = this.numbers.get(key);
        if (known !== undefined) {
            return known;
        }
        this.numbers.set(key, this.items.length);
        return this.items.push(item) - 1;
    }

    /** The first thing that got the number. */
    at(number: number): T {
        return this.items[number] as T;
    }
}
