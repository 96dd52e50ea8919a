// SPDX-License-Identifier: Apache-2.0
import { readFileSync, writeFileSync } from "node:fs";

/** The network.yaml of the demo, changed as a person with an editor would. */
export class NetworkFile {
    constructor(private readonly path: string) {}

    private get text(): string {
        return readFileSync(this.path, "utf8");
    }

    /** Replaces texts that are there exactly once; gives the file before and after. */
    public edit(...changes: readonly (readonly [from: string, to: string])[]): { before: string; after: string } {
        const before = this.text;
        const after = changes.reduce((text, [from, to]) => {
            if (text.split(from).length !== 2) {
                throw new Error(`The demo expects this text once in network.yaml: ${from}`);
            }
            return text.replace(from, to);
        }, before);
        writeFileSync(this.path, after);
        return { before, after };
    }

    public restore(text: string): void {
        writeFileSync(this.path, text);
    }
}
