// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { BadInput } from "../inputs/bad-input";
import { manifestsInput } from "../inputs/manifests";
import { parseDocuments, parseJson } from "../inputs/parse";
import { previewOf } from "../inputs/pulumi/preview";
import { resourcesOf } from "../inputs/pulumi/state";
import { readFiles } from "../inputs/read";
import { type Said, saidBy } from "./said";
import type { Source } from "./source";

/** Reads two sets of manifests, or of exported stacks: what there is, and what there will be. */
export async function readSets(before: readonly string[], after: readonly string[]): Promise<Source> {
    const [old, next] = [await readSet(before), await readSet(after)];
    const ids = new Set([...old.keys(), ...next.keys()]);
    const former = before.join(", ");
    return {
        title: `${former} and ${after.join(", ")}`,
        former,
        pairs: [...ids].map((id) => {
            const [was, is] = [old.get(id), next.get(id)];
            return { before: was, after: is, isWritten: !isDeepStrictEqual(was?.object.tree, is?.object.tree) };
        }),
    };
}

/** What is said in files, by what says it: a resource's URN, or the object itself. Of one that is there twice the last counts. */
async function readSet(paths: readonly string[]): Promise<ReadonlyMap<string, Said>> {
    const sets = await readFiles(paths, (content, { path }) => saidIn(content, path));
    return new Map(sets.flat());
}

function saidIn(content: string, label: string): [string, Said][] {
    const json = parseJson(content);
    const resources = resourcesOf(json);
    if (resources !== undefined) {
        const said = resources.flatMap((state) => (state.delete === true ? [] : (saidBy(state) ?? [])));
        return said.map((each) => [each.object.id, each]);
    }
    if (previewOf(json, label) !== undefined) {
        throw new BadInput([`${label}: a preview is a whole change. Give it alone, without --before and --after.`]);
    }
    return manifestsInput(parseDocuments(content, label, json), label).objects.map((object) => [
        JSON.stringify([object.apiVersion, object.kind, object.namespace, object.name]),
        { object, isRetained: false },
    ]);
}
