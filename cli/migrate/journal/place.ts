// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { join } from "node:path";

/** Which migration a journal is of. */
export interface JournalPlace {
    /** Folder that has, or gets, a folder ".ksnet". Defaults to the current one. */
    readonly stateDir?: string;
    /** Name of the kubeconfig's context. */
    readonly context: string;
    readonly from: string;
    readonly to: string;
}

/** Where the journals of a cluster are. */
export function journalFolder({ stateDir = ".", context }: Pick<JournalPlace, "stateDir" | "context">): string {
    return join(stateDir, ".ksnet", "migrations", fileName(context));
}

/** Where the journal of a migration is. */
export function journalPath(place: JournalPlace): string {
    return join(journalFolder(place), `${fileName(place.from)}-to-${fileName(place.to)}.jsonl`);
}

/** A text as a file name: contexts of cloud providers have slashes and colons. Two texts never get the same name. */
function fileName(text: string): string {
    const safe = text.replace(/[^\w.-]/g, "_").replace(/^\.|^$/, "_");
    const mark = createHash("sha256").update(text).digest("hex").slice(0, 8);
    return safe === text ? safe : `${safe}-${mark}`;
}
