// SPDX-License-Identifier: Apache-2.0

/** Results that are kept at once, at four bytes each: beyond it all are forgotten and made again where they are needed. */
const MOST = 2 ** 23;

/** Remembers what a function makes of two numbers. All of them are whole, not negative, and small enough to count things. */
export class PairMemo {
    /** By the first number, then by the second: the result and one, so that 0 says that there is none yet. */
    private rows: (Int32Array | undefined)[] = [];
    private size = 0;

    constructor(private readonly make: (one: number, other: number) => number) {}

    get(one: number, other: number): number {
        const known = this.rows[one]?.[other] ?? 0;
        return known === 0 ? this.made(one, other) : known - 1;
    }

    private made(one: number, other: number): number {
        const result = this.make(one, other);
        const row = this.rows[one];
        (row !== undefined && other < row.length ? row : this.longer(one, other))[other] = result + 1;
        return result;
    }

    private longer(one: number, other: number): Int32Array {
        const length = Math.max(16, 2 ** (32 - Math.clz32(other)));
        if (this.size + length > MOST) {
            this.rows = [];
            this.size = 0;
        }
        const old = this.rows[one] ?? [];
        const row = new Int32Array(length);
        row.set(old);
        // An array that is filled in order stays a fast one.
        while (this.rows.length < one) {
            this.rows.push(undefined);
        }
        this.rows[one] = row;
        this.size += length - old.length;
        return row;
    }
}
