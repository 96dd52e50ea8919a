// SPDX-License-Identifier: Apache-2.0
import { type KubeObject, nameKey } from "kubesphere-network/lib/report/objects";
import { listed, numbered } from "kubesphere-network/lib/report/words";
import { titleOf } from "kubesphere-network-policies/objects/object";
import { hasUnknownNamespace, nameFor, type Pair } from "./said";

/** What is not known of where objects will be, in whole sentences. */
export function unknownNotes(pairs: readonly Pair[]): string[] {
    const objects = pairs.flatMap(({ after }) => (after === undefined ? [] : [after.object]));
    const [lost, placed] = [true, false].map((is) => objects.filter((object) => hasUnknownNamespace(object) === is));
    const unnamed = placed?.filter((object) => object.name === undefined && nameFor(object) !== undefined);
    return [
        ...about(unnamed?.map(titleOf), (is) => `${is} named only by the update, and called by the resource here.`),
        ...about(
            lost?.map(titleOf),
            (is) => `${is} in a namespace that is known only after the update: what happens there is not judged.`,
        ),
    ];
}

/** Objects that should be there and that the cluster does not have, in whole sentences. */
export function missingNotes(missing: readonly KubeObject[], former: string, world: string): string[] {
    const titles = (isPatched: boolean): string[] =>
        missing
            .filter(({ isPartial = false }) => isPartial === isPatched)
            .map((object) => `${object.kind} "${nameKey(object)}"`);
    return [
        ...about(titles(false), (is) => `${is} in ${former} and not in ${world}: what ${former} says counts.`),
        ...about(titles(true), (is) => `${is} patched and not in ${world}: nothing but the patch is known.`),
    ];
}

function about(names: readonly string[] = [], say: (is: string) => string): string[] {
    return names.length === 0 ? [] : [`${listed(names)} ${say(numbered(names.length, "is", "are"))}`];
}
