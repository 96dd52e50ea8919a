// SPDX-License-Identifier: Apache-2.0
import { type FileHandle, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { FILE_MODE, fileError, readIfThere, syncFolder } from "./files";
import type { JournalRecord } from "./ledger";

/** First line of a journal: the manifest time of the checkpoint that it goes on from, "" if there was none. */
interface Header {
    base: string;
}

interface Waiting {
    readonly line: string;
    readonly resolve: () => void;
    readonly reject: (error: Error) => void;
}

/** A file that records are appended to. Records that come while others are being written share the next sync. */
export class Journal {
    private file: FileHandle | undefined;
    private waiting: Waiting[] = [];
    private writing: Promise<void> | undefined;
    private failure: Error | undefined;

    constructor(
        private readonly path: string,
        private readonly base: string,
    ) {}

    /** Resolves once the record, and every one before it, is on disk. */
    public append(record: JournalRecord): Promise<void> {
        const line = `${JSON.stringify(record)}\n`;
        return new Promise((resolve, reject) => {
            this.waiting.push({ line, resolve, reject });
            this.writing ??= this.writeAll();
        });
    }

    /** Ends writing; the file is removed if its records stand in the checkpoint now. */
    public async close(how: { remove: boolean }): Promise<void> {
        await this.writing;
        await this.file?.close();
        this.file = undefined;
        if (how.remove) {
            await rm(this.path, { force: true });
        }
    }

    private async writeAll(): Promise<void> {
        while (this.waiting.length > 0) {
            const group = this.waiting;
            this.waiting = [];
            try {
                await this.write(group.map(({ line }) => line).join(""));
                group.forEach(({ resolve }) => {
                    resolve();
                });
            } catch (error) {
                // After half a line nothing may follow: it would stand in the middle of the journal.
                const failure = (this.failure ??= fileError("write", this.path, error));
                group.forEach(({ reject }) => {
                    reject(failure);
                });
            }
        }
        this.writing = undefined;
    }

    private async write(text: string): Promise<void> {
        if (this.failure !== undefined) {
            throw this.failure;
        }
        const isNew = this.file === undefined;
        this.file ??= await open(this.path, "w", FILE_MODE);
        const header: Header = { base: this.base };
        await this.file.writeFile(isNew ? `${JSON.stringify(header)}\n${text}` : text);
        await this.file.datasync();
        if (isNew) {
            await syncFolder(dirname(this.path));
        }
    }
}

/** What a run that did not end left behind. */
export interface LeftJournal {
    readonly base: string;
    readonly records: JournalRecord[];
    /** True if the last line was cut off in the middle of being written. Nobody was told that it was saved. */
    readonly torn: boolean;
}

/** Reads a journal; undefined if there is none or nothing whole in it. Damage before the last line is an error. */
export async function readJournal(path: string): Promise<LeftJournal | undefined> {
    const text = await readIfThere(path);
    return text === undefined ? undefined : parseJournal(text, path);
}

/** What the text of a journal says; undefined if not even its first line is whole. */
export function parseJournal(text: string, path: string): LeftJournal | undefined {
    const lines = text.split("\n");
    const rest = lines.pop() ?? "";
    const parsed = lines.map((line) => parseLine(line));
    const broken = parsed.findIndex((line) => line === undefined);
    if (broken >= 0 && broken < lines.length - 1) {
        throw new Error(
            `${path} is damaged in line ${broken + 1} of ${lines.length}, which is not the last one, so a crash does not explain it. ` +
                "Repair the line, or cut the file off before it and run `refresh` to find out what happened after.",
        );
    }
    const [header, ...records] = parsed.filter((line) => line !== undefined);
    if (header === undefined) {
        return undefined;
    }
    return {
        base: (header as unknown as Header).base,
        records: records as JournalRecord[],
        torn: rest !== "" || broken >= 0,
    };
}

function parseLine(line: string): object | undefined {
    try {
        const value: unknown = JSON.parse(line);
        return typeof value === "object" && value !== null ? value : undefined;
    } catch {
        return undefined;
    }
}
