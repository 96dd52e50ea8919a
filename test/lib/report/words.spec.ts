// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { counted, listed, numbered, quoted } from "../../../lib/report/words";

describe("Words", () => {
    it("are one or many, as the number says", () => {
        assert.deepEqual(
            [0, 1, 7].map((count) => counted(count, "pod")),
            ["0 pods", "1 pod", "7 pods"],
        );
        assert.equal(counted(2n ** 64n, "address", "addresses"), "18446744073709551616 addresses");
        assert.deepEqual(
            [1, 2].map((count) => numbered(count, "is", "are")),
            ["is", "are"],
        );
    });

    it("list up to five names and count the rest", () => {
        const names = ["a", "b", "c", "d", "e", "f", "g"];
        assert.deepEqual(
            [0, 1, 2, 3, 5, 6, 7].map((count) => listed(names.slice(0, count))),
            [
                "",
                "a",
                "a and b",
                "a, b and c",
                "a, b, c, d and e",
                "a, b, c, d, e and 1 more",
                "a, b, c, d, e and 2 more",
            ],
        );
        assert.equal(quoted(["a", "b"]), '"a" and "b"');
    });
});
