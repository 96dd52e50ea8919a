// SPDX-License-Identifier: Apache-2.0
import { structuredPatch } from "diff";
import pc from "picocolors";

/** Tells the story on standard output: chapters, commands, and what they print. */
export class Narrator {
    private chapterNumber = 0;
    private readonly startedAt = Date.now();

    public title(text: string): void {
        console.log(pc.bold(text));
    }

    public chapter(text: string): void {
        this.chapterNumber++;
        const seconds = Math.round((Date.now() - this.startedAt) / 1000);
        const heading = `${String(this.chapterNumber)}. ${text}`;
        console.log(`\n${pc.bold(pc.cyan(heading))} ${pc.dim(`(${String(seconds)} s)`)}`);
        console.log(pc.dim("─".repeat(72)));
    }

    public say(text: string): void {
        console.log(text);
    }

    public command(text: string): void {
        console.log(`\n${pc.dim("$")} ${pc.bold(text)}`);
    }

    public output(text: string): void {
        console.log(text.trimEnd());
    }

    /** Shows what changed in a file, as a pull request would. */
    public fileChange(name: string, before: string, after: string): void {
        const { hunks } = structuredPatch(name, name, before, after, "", "", { context: 2 });
        console.log(`\n${pc.bold(name)}`);
        for (const hunk of hunks) {
            console.log(pc.dim(`@@ line ${String(hunk.newStart)} @@`));
            hunk.lines.forEach((line) => {
                console.log(coloured(line));
            });
        }
    }

    public proof(text: string): void {
        console.log(`${pc.green("✓")} ${text}`);
    }

    public get seconds(): number {
        return Math.round((Date.now() - this.startedAt) / 1000);
    }
}

function coloured(line: string): string {
    if (line.startsWith("+")) {
        return pc.green(line);
    }
    return line.startsWith("-") ? pc.red(line) : line;
}
