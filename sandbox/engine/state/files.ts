// SPDX-License-Identifier: Apache-2.0
import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";

/** Only the owner reads a state: even encrypted it says what there is. */
export const FILE_MODE = 0o600;
export const FOLDER_MODE = 0o700;

const REASONS: Partial<Record<string, string>> = {
    ENOSPC: "the disk is full. Make room, then run `refresh`",
    EDQUOT: "the disk quota is used up. Make room, then run `refresh`",
    EACCES: "this user may not write there. Change its owner or its permissions",
    EPERM: "this user may not write there. Change its owner or its permissions",
    EROFS: "the file system is read-only. Use a project folder that can be written to",
    ENOTDIR: "a part of the path is a file, not a folder. Move that file away",
};

/** One sentence for a file operation that failed. */
export function fileError(doing: string, path: string, error: unknown): Error {
    const { code, message } = error as NodeJS.ErrnoException;
    return new Error(`Cannot ${doing} ${path}: ${REASONS[code ?? ""] ?? message}.`, { cause: error });
}

/** The text of a file; undefined if there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
    try {
        return await readFile(path, "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
            return undefined;
        }
        throw fileError("read", path, error);
    }
}

/** Replaces a file so that whoever looks, and whatever crashes, finds the old text or the new one whole. */
export async function replaceFile(path: string, text: string): Promise<void> {
    const unfinished = `${path}.new`;
    try {
        const file = await open(unfinished, "w", FILE_MODE);
        try {
            await file.writeFile(text);
            await file.sync();
        } finally {
            await file.close();
        }
        await rename(unfinished, path);
        await syncFolder(dirname(path));
    } catch (error) {
        throw fileError("write", path, error);
    }
}

/** Makes the names in a folder durable; the data of its files is not enough. */
export async function syncFolder(path: string): Promise<void> {
    const folder = await open(path, "r");
    try {
        await folder.sync();
    } finally {
        await folder.close();
    }
}
