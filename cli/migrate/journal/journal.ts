// SPDX-License-Identifier: Apache-2.0
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { lockFolder } from "kubesphere-network-sandbox";
import { BadInput, messageOf } from "../../inputs/bad-input";
import type { MigrationEvent, Recorded } from "./events";
import { journalFolder, journalPath, type JournalPlace } from "./place";
import { readJournal } from "./read";

/** Only the owner reads it: it says what there is in a cluster. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** The journal of a migration, open for one process alone. */
export interface Journal {
    readonly path: string;
    /** What it had when it was opened. */
    readonly events: readonly Recorded[];
    /** Adds an event; once it is given back, the event is on the disk. */
    record(event: MigrationEvent): Promise<Recorded>;
    close(): Promise<void>;
}

/**
 * Opens a journal to go on with it, and keeps other processes from migrating anything of the same cluster with journals
 * in the same place. Throws a BadInput where that cannot be.
 */
export async function openJournal(place: JournalPlace): Promise<Journal> {
    const path = journalPath(place);
    const folder = journalFolder(place);
    try {
        await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
        const lock = await lockFolder(folder, `ksnet migrate ${place.from} ${place.to}`);
        try {
            const { events, whole } = await readJournal(path);
            const file = await opened(path, folder, whole);
            return {
                path,
                events,
                record: (event) => recorded(file, event),
                close: async () => {
                    await file.close();
                    await lock.release();
                },
            };
        } catch (error) {
            await lock.release();
            throw error;
        }
    } catch (error) {
        throw error instanceof BadInput ? error : new BadInput([messageOf(error)]);
    }
}

async function recorded(file: FileHandle, event: MigrationEvent): Promise<Recorded> {
    const record = { at: new Date().toISOString(), ...event };
    await file.appendFile(`${JSON.stringify(record)}\n`);
    await file.datasync();
    return record;
}

/** Opens the file without what was half written, and makes its name in the folder durable. */
async function opened(path: string, folder: string, whole: number): Promise<FileHandle> {
    const file = await open(path, "a", FILE_MODE);
    await file.truncate(whole);
    const parent = await open(folder, "r");
    await parent.sync();
    await parent.close();
    return file;
}
