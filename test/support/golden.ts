// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Compares texts with the files of a folder, byte for byte; UPDATE_GOLDEN=1 writes the files anew. */
export function goldenIn(folder: string): (file: string, text: string) => void {
    return (file, text) => {
        const path = join(folder, file);
        if (process.env.UPDATE_GOLDEN === "1") {
            writeFileSync(path, text);
        }
        assert.equal(text, readFileSync(path, "utf8"), `${file}: UPDATE_GOLDEN=1 writes it anew`);
    };
}
