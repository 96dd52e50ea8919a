// SPDX-License-Identifier: Apache-2.0

/** A set of whole numbers from 0 up to a size that is given once, a bit each. */
export class Bits {
    private readonly words: Uint32Array;

    constructor(
        /** One more than the greatest number that can be in the set. */
        readonly size: number,
    ) {
        this.words = new Uint32Array((size + 31) >>> 5);
    }

    /** Those that are listed. */
    static of(size: number, numbers: Iterable<number>): Bits {
        const bits = new Bits(size);
        bits.addEach(numbers);
        return bits;
    }

    /** All numbers of the size. */
    static all(size: number): Bits {
        const bits = new Bits(size);
        bits.addRange(0, size);
        return bits;
    }

    has(number: number): boolean {
        return (((this.words[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;
    }

    add(number: number): void {
        this.words[number >>> 5] = (this.words[number >>> 5] ?? 0) | (1 << (number & 31));
    }

    addEach(numbers: Iterable<number>): void {
        for (const number of numbers) {
            this.add(number);
        }
    }

    /** Adds the numbers from `first` to the one before `end`. */
    addRange(first: number, end: number): void {
        for (let number = first; number < end; number++) {
            this.add(number);
        }
    }

    /** Adds what is in a set of the same size or a smaller one. */
    addAll(other: Bits): void {
        other.words.forEach((word, index) => {
            this.words[index] = (this.words[index] ?? 0) | word;
        });
    }

    /** Takes away what is not in the other set. */
    keep(other: Bits): void {
        this.words.forEach((word, index) => {
            this.words[index] = word & (other.words[index] ?? 0);
        });
    }

    /** Takes away what is in the other set. */
    remove(other: Bits): void {
        this.words.forEach((word, index) => {
            this.words[index] = word & ~(other.words[index] ?? 0);
        });
    }

    meets(other: Bits): boolean {
        return this.words.some((word, index) => (word & (other.words[index] ?? 0)) !== 0);
    }

    /** Calls with each number of the set from `first` to the one before `end`, which are multiples of 32. */
    forEach(visit: (number: number) => void, first = 0, end = this.size): void {
        for (let index = first >>> 5; index * 32 < end; index++) {
            for (let word = this.words[index] ?? 0; word !== 0; word &= word - 1) {
                visit(index * 32 + 31 - Math.clz32(word & -word));
            }
        }
    }

    /** A text that sets of one size have in common only if they are equal. */
    get key(): string {
        return Buffer.from(this.words.buffer).toString("latin1");
    }
}
