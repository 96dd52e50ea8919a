// SPDX-License-Identifier: Apache-2.0
import { leftOut, type Preview, previewOf, type PreviewStep } from "../inputs/pulumi/preview";
import { BadInput } from "../inputs/bad-input";
import { STDIN } from "../inputs/input";
import { parseJson } from "../inputs/parse";
import { readFiles } from "../inputs/read";
import { type Pair, saidBy } from "./said";
import type { Source } from "./source";

/** Steps of one replacement: each of them may be there, in either order. */
const REPLACEMENT = ["replace", "create-replacement", "delete-replaced"];

/** Steps that leave the cluster as it is. */
const NOT_WRITTEN = ["same", "refresh"];

/** Reads what `pulumi preview --json` prints, from a file or, with "-", from standard input. */
export async function readPreview(path: string): Promise<Source> {
    const [source, ...others] = await readFiles([path], (content, file) => {
        const preview = previewOf(parseJson(content), file.path);
        if (preview === undefined) {
            throw new BadInput([`${file.path}: this is no preview. Write one with: pulumi preview --json`]);
        }
        return sourceOf(preview, file.path === STDIN ? "The preview" : file.path);
    });
    if (source === undefined || others.length > 0) {
        throw new BadInput([`${path}: name the file of one preview, not a folder.`]);
    }
    return source;
}

function sourceOf(preview: Preview, title: string): Source {
    const left = leftOut(preview);
    return {
        title,
        former: "the stack's state",
        pairs: pairsOf(preview.steps ?? []),
        ...(left > 0 && {
            narrow: `${title} leaves out ${left} resources that stay as they are, so that only what changes is judged. To judge it together with the rest, write the preview with --show-sames, or give what the cluster has with --snapshot or --live.`,
        }),
    };
}

/** What each resource says before and after. */
function pairsOf(steps: readonly PreviewStep[]): Pair[] {
    const pairs = new Map<string, Pair>();
    for (const step of steps) {
        // A resource may be there twice: once as it is, once as a copy that an earlier update should have deleted.
        const key = step.op === "delete" && step.oldState?.delete === true ? `${step.urn} (copy)` : step.urn;
        pairs.set(key, pairOf(step, pairs.get(key)));
    }
    return [...pairs.values()];
}

/** With --refresh a resource has two steps, the first of which tells what the cluster has: only the later one is to come. */
function pairOf({ op, oldState, newState }: PreviewStep, earlier: Pair | undefined): Pair {
    const [before, after] = [saidBy(oldState), saidBy(newState)];
    if (REPLACEMENT.includes(op)) {
        return { before: before ?? earlier?.before, after: after ?? earlier?.after, isWritten: true };
    }
    if (op === "refresh") {
        return { before: after, after, isWritten: false };
    }
    // What is imported is there already, and is what the program says or else the import fails.
    return { before: op === "import" ? (before ?? after) : before, after, isWritten: !NOT_WRITTEN.includes(op) };
}
