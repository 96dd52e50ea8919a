// SPDX-License-Identifier: Apache-2.0
import { layered } from "kubesphere-network/lib/report/layers";
import type { ClusterChange } from "kubesphere-network/lib/report/objects";
import type { Writer } from "kubesphere-network/lib/report/writers";
import { BadInput } from "../inputs/bad-input";
import { writersByCluster } from "./clusters";
import { missingNotes, unknownNotes } from "./notes";
import { readPreview } from "./preview";
import { readSets } from "./sets";
import type { Source } from "./source";
import { readWorlds, type WorldsOptions } from "./worlds";

/** What to read: a preview, or two sets of manifests or exported stacks; and what the clusters have besides. */
export interface ChangeOptions extends WorldsOptions {
    /** File with what `pulumi preview --json` prints; "-" is standard input. */
    readonly preview?: string;
    /** Files and folders with what there is. */
    readonly before?: readonly string[];
    /** Files and folders with what there will be. */
    readonly after?: readonly string[];
}

/** A change as objects of clusters. */
export interface Change {
    /** What was read, such as "preview.json" or "before/ and after/". */
    readonly title: string;
    /** One for each cluster; at least one. */
    readonly changes: readonly ClusterChange[];
    /** What could not be known, in whole sentences. */
    readonly notes: readonly string[];
}

/** Reads a change. Throws a BadInput if that cannot be done, or is not asked right. */
export async function readChange(options: ChangeOptions): Promise<Change> {
    const source = await readSource(options);
    const found = writersByCluster(source.pairs);
    const clusters = found.size > 0 ? found : new Map<string, readonly Writer[]>([["default", []]]);
    const names = [...clusters.keys()];
    const worlds = await readWorlds(options, names);
    const notes = [...unknownNotes(source.pairs)];
    if (source.narrow !== undefined && worlds.size < clusters.size) {
        notes.unshift(source.narrow);
    }
    const changes = [...clusters].map(([name, writers]): ClusterChange => {
        const world = worlds.get(name);
        const { before, after, missing } = layered(writers, world);
        const said = world === undefined ? [] : [...world.notes, ...missingNotes(missing, source.former, world.title)];
        notes.push(...said.map((note) => (names.length > 1 ? `${name}: ${note}` : note)));
        return { ...(names.length > 1 && { cluster: name }), before, after, isWhole: world !== undefined };
    });
    return { title: source.title, changes, notes };
}

async function readSource({ preview, before = [], after = [] }: ChangeOptions): Promise<Source> {
    if (preview !== undefined && before.length + after.length === 0) {
        return readPreview(preview);
    }
    if (preview === undefined && before.length > 0 && after.length > 0) {
        return readSets(before, after);
    }
    throw new BadInput([
        'Say what changes: the file of a preview ("-" is standard input), or two sets of manifests with --before and --after.',
    ]);
}
