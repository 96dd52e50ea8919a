// SPDX-License-Identifier: Apache-2.0

const END = -1;

/** Puts numbers into buckets, which are numbers themselves. Takes as long as there are numbers, however many buckets. */
export class Buckets {
    /** For each bucket what was put into it last, and for each number what was put into the same bucket before it. */
    private readonly heads: number[] = [];
    private readonly next: Int32Array;
    private readonly list: Int32Array;
    private used: number[] = [];

    /** `size` is one more than the greatest number. */
    constructor(size: number) {
        this.next = new Int32Array(size);
        this.list = new Int32Array(size);
    }

    /** Numbers have to come in descending order. */
    add(bucket: number, number: number): void {
        const head = this.heads[bucket] ?? END;
        if (head === END) {
            this.used.push(bucket);
        }
        this.next[number] = head;
        this.heads[bucket] = number;
    }

    /** Empties each bucket that has something. Its numbers are in ascending order, and gone after the call. */
    drain<T>(visit: (bucket: number, numbers: Int32Array) => T): T[] {
        const results = this.used.map((bucket) => {
            let length = 0;
            for (let number = this.heads[bucket] ?? END; number !== END; number = this.next[number] ?? END) {
                this.list[length++] = number;
            }
            this.heads[bucket] = END;
            return visit(bucket, this.list.subarray(0, length));
        });
        this.used = [];
        return results;
    }
}
