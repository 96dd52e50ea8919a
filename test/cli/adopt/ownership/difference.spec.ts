// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { differenceOf } from "../../../../cli/adopt/ownership/difference";

describe("The difference between an object and what a stack is to have of it", () => {
    const LIVE = { metadata: { name: "shop", labels: { a: "1", "x.io/b": "2" } }, spec: { uses: ["Workload"] } };

    it("names the fields with another value and those that are not there", () => {
        const wanted = {
            metadata: { labels: { a: "1", "x.io/b": "3" }, annotations: { c: "4" } },
            spec: { uses: ["Tunnel"], disabled: false },
        };
        assert.deepEqual(differenceOf(LIVE, wanted), {
            changed: ["metadata.labels[x.io/b]", "spec.uses[0]"],
            missing: ["metadata.annotations", "spec.disabled"],
        });
    });

    it("is none where a map without keys is wanted and there is no map, which nobody could write", () => {
        assert.deepEqual(differenceOf(LIVE, { metadata: { annotations: {} } }), { changed: [], missing: [] });
    });

    it("does not count what the object has beside", () => {
        assert.deepEqual(differenceOf(LIVE, { metadata: { labels: { a: "1" } } }), { changed: [], missing: [] });
    });
});
