// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { RULE_SECTIONS } from "../lib/catalogue";
import { generated } from "../scripts/generated";

describe("What is generated", () => {
    it("is what the code says now; npm run generate writes it anew", async () => {
        for (const [file, text] of await generated()) {
            assert.equal(await readFile(join(__dirname, "..", file), "utf8"), text, `${file}: npm run generate`);
        }
    });
});

describe("Every rule", () => {
    const rules = RULE_SECTIONS.flatMap(({ rules: own, liveRules }) => [...own, ...liveRules]);

    it("says the same wherever it stands, with a reason that is a sentence and a source", () => {
        for (const { id, reason, source } of rules) {
            assert.match(id, /^[a-z]+(-[a-z0-9]+)+$/);
            assert.match(reason, /^[A-Za-z].*\.$/, id);
            assert.match(source, /[./]/, id);
            for (const same of rules.filter((rule) => rule.id === id)) {
                assert.deepEqual([same.reason, same.source], [reason, source], id);
            }
        }
    });
});
