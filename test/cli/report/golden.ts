// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Compares a text with a file of golden/, byte for byte; UPDATE_GOLDEN=1 writes the file anew. */
export function assertGolden(file: string, text: string): void {
    const path = join(__dirname, "golden", file);
    if (process.env.UPDATE_GOLDEN === "1") {
        writeFileSync(path, text);
    }
    assert.equal(text, readFileSync(path, "utf8"), `${file}: UPDATE_GOLDEN=1 writes it anew`);
}
