// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { Fresh } from "../../../sandbox/nodes/fresh";

/** A source whose reads end when they are told to. */
class Source {
    readonly reads: { readonly end: (value: number) => void; readonly fail: (error: Error) => void }[] = [];
    readonly fresh = new Fresh(
        () =>
            new Promise<number>((resolve, reject) => {
                this.reads.push({ end: resolve, fail: reject });
            }),
    );

    /** Lets everything happen that waits for nothing. */
    static async settle(): Promise<void> {
        await new Promise(setImmediate);
    }
}

describe("A fresh read", () => {
    it("is one for all who ask before it begins", async () => {
        const { fresh, reads } = new Source();
        const both = Promise.all([fresh.read(), fresh.read()]);
        await Source.settle();
        reads[0]?.end(1);
        assert.deepEqual(await both, [1, 1]);
        assert.equal(reads.length, 1);
    });

    it("is another one for who asks after it began, and begins only when that has ended", async () => {
        const { fresh, reads } = new Source();
        const first = fresh.read();
        await Source.settle();
        const second = fresh.read();
        await Source.settle();
        assert.equal(reads.length, 1);
        reads[0]?.end(1);
        assert.equal(await first, 1);
        await Source.settle();
        reads[1]?.end(2);
        assert.equal(await second, 2);
    });

    it("is tried again by the next who asks after it failed", async () => {
        const { fresh, reads } = new Source();
        const first = fresh.read();
        await Source.settle();
        reads[0]?.fail(new Error("no answer"));
        await assert.rejects(first, { message: "no answer" });
        const second = fresh.read();
        await Source.settle();
        reads[1]?.end(2);
        assert.equal(await second, 2);
    });
});
