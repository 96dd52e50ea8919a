// SPDX-License-Identifier: Apache-2.0
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { STDIN } from "./input";

/** A file to read, or standard input. */
export interface File {
    readonly path: string;
    /** Whether somebody named it, and it was not merely in a folder. */
    readonly isNamed: boolean;
}

const MANIFEST = /\.(?:ya?ml|json)$/i;

/** The files that paths mean, each once: folders stand for what is in them, "-" for standard input. */
export function filesOf(paths: readonly string[]): {
    readonly files: readonly File[];
    readonly problems: readonly string[];
} {
    const files = new Map<string, File>();
    const problems: string[] = [];
    for (const path of paths) {
        const found = path === "-" ? [{ path: STDIN, isNamed: true }] : filesAt(path);
        if (found === undefined) {
            problems.push(`${path}: there is no such file or folder.`);
        } else if (found.length === 0) {
            problems.push(`${path}: this folder has no *.yaml, *.yml or *.json.`);
        }
        for (const file of found ?? []) {
            const key = file.path === STDIN ? STDIN : resolve(file.path);
            files.set(key, file.isNamed ? file : (files.get(key) ?? file));
        }
    }
    return { files: [...files.values()], problems };
}

function filesAt(path: string): File[] | undefined {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) {
        return undefined;
    }
    return stats.isDirectory() ? [...filesIn(path)] : [{ path, isNamed: true }];
}

function* filesIn(folder: string): Generator<File> {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) {
            if (entry.name !== "node_modules" && !entry.name.startsWith(".")) {
                yield* filesIn(path);
            }
        } else if (MANIFEST.test(entry.name) && statSync(path, { throwIfNoEntry: false })?.isFile() === true) {
            yield { path, isNamed: false };
        }
    }
}
