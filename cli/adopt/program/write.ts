// SPDX-License-Identifier: Apache-2.0
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assertGoodInput } from "../../inputs/bad-input";
import { contentOf } from "../../inputs/content";
import type { ProgramFile } from "./files";

/** What became of a file. */
export interface WrittenFile {
    readonly path: string;
    readonly state: "written" | "unchanged" | "kept";
}

/** Writes the files into a folder. Nothing at all is written where one of them would lose what somebody wrote. */
export async function writeFiles(
    folder: string,
    files: readonly ProgramFile[],
    isForced: boolean,
): Promise<WrittenFile[]> {
    const planned = await Promise.all(
        files.map(async ({ name, text, isOwn }) => {
            const path = join(folder, name);
            const there = await contentOf(path);
            const isKept = there !== undefined && isOwn === true;
            const state = there === text ? "unchanged" : isKept ? "kept" : "written";
            return { path, text, state, isLost: state === "written" && there !== undefined } as const;
        }),
    );
    assertGoodInput(
        planned
            .filter(({ isLost }) => isLost && !isForced)
            .map(({ path }) => `${path} is there already and says something else. Add --force to overwrite it.`),
    );
    await mkdir(folder, { recursive: true });
    for (const { path, text, state } of planned) {
        if (state === "written") {
            await writeFile(path, text);
        }
    }
    return planned.map(({ path, state }) => ({ path, state }));
}
