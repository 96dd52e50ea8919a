// SPDX-License-Identifier: Apache-2.0
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generated } from "./generated";

async function main(): Promise<void> {
    for (const [file, text] of await generated()) {
        await writeFile(join(__dirname, "..", file), text);
    }
}

void main();
