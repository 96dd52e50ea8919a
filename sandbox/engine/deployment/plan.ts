// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import type { Goal } from "../goal";
import type { DetailedDiff, ResourceState } from "../model";
import { overlapsPath, parsePath, withOldAt } from "../paths";
import type { Diff, Provider, ResourceRequest } from "../provider/provider";
import { isSecret, mapValue, type Properties, withoutSecrets } from "../values";
import { existing } from "./steps";

/** What has to happen to a resource that the state already has. */
export interface Change {
    readonly kind: "same" | "update" | "replace";
    readonly detailedDiff: DetailedDiff;
    readonly replaceKeys: readonly string[];
    readonly deleteBeforeReplace: boolean;
}

/** The program's inputs with every ignored property as it was. */
export function withIgnored(goal: Goal, old: ResourceState | undefined): Properties {
    if (old === undefined) {
        return goal.inputs;
    }
    return goal.ignoreChanges.reduce<Properties>(
        (inputs, path) => withOldAt(inputs, old.inputs ?? {}, parsePath(path)) as Properties,
        goal.inputs,
    );
}

/** Compares what is wanted with what the state has; the provider decides what its properties mean. */
export async function plan(
    provider: Provider | undefined,
    request: ResourceRequest,
    wanted: { goal: Goal; state: ResourceState },
    old: ResourceState,
): Promise<Change> {
    const news = withoutSecrets(wanted.state.inputs ?? {});
    const diff = provider
        ? await provider.diff(request, existing(old), news, wanted.goal.ignoreChanges)
        : unknownDiff(existing(old).inputs, news);
    const forced = Object.keys(diff.detailedDiff).filter((path) =>
        wanted.goal.replaceOnChanges.some((pattern) => overlapsPath(pattern, path)),
    );
    const replaceKeys = [...new Set([...diff.replaces, ...forced])];
    return {
        kind: kindOf(diff, replaceKeys, old, secrecyChanged(wanted.state.inputs ?? {}, old.inputs ?? {})),
        detailedDiff: replaceKeys.length > 0 ? asReplacement(diff.detailedDiff, replaceKeys) : diff.detailedDiff,
        replaceKeys,
        // A name that stays the same cannot be there twice.
        deleteBeforeReplace: wanted.goal.deleteBeforeReplace ?? (diff.deleteBeforeReplace || forced.length > 0),
    };
}

function kindOf(diff: Diff, replaceKeys: readonly string[], old: ResourceState, secrecy: boolean): Change["kind"] {
    if (replaceKeys.length > 0 || old.pendingReplacement) {
        return "replace";
    }
    // An update that came half-way is taken up again, although its inputs are the same.
    return diff.changed || secrecy || (old.initErrors?.length ?? 0) > 0 ? "update" : "same";
}

/** True if something became secret or stopped being so; the state must follow even where no value changed. */
function secrecyChanged(news: Properties, olds: Properties): boolean {
    const shape = (properties: Properties): unknown =>
        mapValue(properties, (value) => (isSecret(value) ? "secret" : typeof value === "object" ? value : ""));
    const countSecrets = (properties: Properties): number => JSON.stringify(shape(properties)).split('"secret"').length;
    return countSecrets(news) !== countSecrets(olds);
}

/** Without a configured provider nothing can be asked, so that inputs are all there is to compare. */
function unknownDiff(olds: Properties, news: Properties): Diff {
    const changed = !isDeepStrictEqual(olds, news);
    return { changed, replaces: [], deleteBeforeReplace: false, detailedDiff: {} };
}

function asReplacement(detailed: DetailedDiff, keys: readonly string[]): DetailedDiff {
    const entries = Object.entries(detailed).map(([path, entry]) => {
        const replaces = keys.some((key) => overlapsPath(key, path)) && !entry.diffKind.endsWith("-replace");
        return [path, replaces ? { ...entry, diffKind: `${entry.diffKind}-replace` } : entry] as const;
    });
    return Object.fromEntries(entries) as DetailedDiff;
}
