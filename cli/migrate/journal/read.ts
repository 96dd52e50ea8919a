// SPDX-License-Identifier: Apache-2.0
import { BadInput, messageOf } from "../../inputs/bad-input";
import { contentOf } from "../../inputs/content";
import type { Recorded } from "./events";

/** What a journal has, and how long the part of it is that is whole. */
export interface JournalText {
    readonly events: readonly Recorded[];
    /** Bytes up to the end of the last whole line: what follows was being written when the process died. */
    readonly whole: number;
}

/** Reads a journal; one that is not there has nothing. Throws a BadInput if a line but the last is broken. */
export async function readJournal(path: string): Promise<JournalText> {
    const text = await textOf(path);
    const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
    const whole = lines.slice(0, -1);
    return {
        events: whole.map((line, index) => recorded(line, `${path}:${index + 1}`)),
        whole: Buffer.byteLength(lines.join("\n")),
    };
}

function recorded(line: string, place: string): Recorded {
    try {
        return JSON.parse(line) as Recorded;
    } catch {
        throw new BadInput([
            `${place}: this line of the journal is no JSON. Put the file back from a copy, or move it away.`,
        ]);
    }
}

async function textOf(path: string): Promise<string> {
    try {
        return (await contentOf(path)) ?? "";
    } catch (error) {
        throw new BadInput([`The journal ${path} cannot be read: ${messageOf(error)}.`]);
    }
}
