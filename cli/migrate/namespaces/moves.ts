// SPDX-License-Identifier: Apache-2.0
import type { BindingMetadata, NamespaceMove } from "kubesphere-network/lib/migration/plan";
import { isKnown, type Part } from "./keys";

/**
 * The namespaces for which an earlier run's moves do not do: those that are new, and those whose annotation somebody else
 * has changed since. Of these only what was changed counts as what was before.
 */
export function changedMoves(
    now: readonly NamespaceMove[],
    earlier: ReadonlyMap<string, NamespaceMove>,
): NamespaceMove[] {
    return now.flatMap((move) => {
        const known = earlier.get(move.namespace);
        if (known === undefined) {
            return [move];
        }
        const isChanged = Object.entries(move.before.annotations).some(
            ([key, live]) => !isKnown(known, "annotations", key, live),
        );
        return isChanged ? [{ ...move, before: mixed(known, move.before) }] : [];
    });
}

/** What there was before the first run, but where somebody else has written since. */
function mixed(known: NamespaceMove, live: BindingMetadata): BindingMetadata {
    const part = (name: Part): Record<string, string | null> =>
        Object.fromEntries(
            Object.entries(live[name]).map(([key, value]) => [
                key,
                isKnown(known, name, key, value) ? (known.before[name][key] ?? null) : value,
            ]),
        );
    return { labels: part("labels"), annotations: part("annotations") };
}
