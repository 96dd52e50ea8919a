// SPDX-License-Identifier: Apache-2.0

/** A set of parties by their numbers. */
export interface Members {
    /** The least number. */
    readonly first: number;
    /** How many workloads there are, and one more if there are addresses. */
    readonly weight: number;
    /** Ascending. */
    numbers(): readonly number[];
}

/** Workloads that are added in ascending order. */
export class WorkloadList implements Members {
    private readonly list: number[] = [];

    get first(): number {
        return this.list[0] ?? 0;
    }

    get weight(): number {
        return this.list.length;
    }

    add(workload: number): void {
        this.list.push(workload);
    }

    numbers(): readonly number[] {
        return this.list;
    }
}

/** Any parties: as a text that only equal sets have in common, and that is short for few of them and for nearly all. */
export class PackedMembers implements Members {
    constructor(
        private readonly text: string,
        /** Its own among other sets. */
        readonly index: number,
        readonly first: number,
        readonly weight: number,
    ) {}

    numbers(): readonly number[] {
        const words = new Int32Array(Uint8Array.from(Buffer.from(this.text, "latin1")).buffer);
        const numbers: number[] = [];
        for (let index = 0; index < words.length; index += 2) {
            for (let bits = words[index + 1] ?? 0; bits !== 0; bits &= bits - 1) {
                numbers.push((words[index] ?? 0) * 32 + 31 - Math.clz32(bits & -bits));
            }
        }
        return numbers;
    }
}

/** The text of a set, given in ascending order: for each 32 numbers of which any is in it, which ones these are and a bit each. */
export function packed(numbers: Int32Array): string {
    const words = new Int32Array(2 * numbers.length);
    let length = 0;
    let last = -1;
    for (const number of numbers) {
        const word = number >>> 5;
        if (word !== last) {
            words[length] = last = word;
            length += 2;
        }
        words[length - 1] = (words[length - 1] ?? 0) | (1 << (number & 31));
    }
    return Buffer.from(words.buffer, 0, length * Int32Array.BYTES_PER_ELEMENT).toString("latin1");
}
