// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE } from "../../kinds";
import { WORKSPACE_LABEL } from "../../labels";
import type { ClusterChange, KubeObject } from "../objects";
import { textAt } from "../read";
import { type Binding, bindingOf } from "./binding";
import type { KnownPools } from "./pools";

/** A namespace before and after a change; a time at which there is no such namespace is undefined. */
export interface NamespacePair {
    readonly name: string;
    readonly workspace?: string;
    readonly before?: Binding;
    readonly after?: Binding;
    /** Whether it may be bound to pools that nothing here tells of. */
    readonly isPartial: boolean;
}

/** The namespaces that are bound before or after a change, or may be, by name. */
export function namespacePairs({ before, after }: ClusterChange, known: KnownPools): NamespacePair[] {
    const [old, next] = [before.of(NAMESPACE), after.of(NAMESPACE)];
    return [...new Set([...old.keys(), ...next.keys()])]
        .sort()
        .map((name) => pairOf(name, old.get(name), next.get(name), known))
        .filter(({ before: was, after: will }) => [was, will].some((each) => each && isOrMayBeBound(each)));
}

function pairOf(
    name: string,
    before: KubeObject | undefined,
    after: KubeObject | undefined,
    known: KnownPools,
): NamespacePair {
    const workspace = workspaceOf(after) ?? workspaceOf(before);
    return {
        name,
        ...(workspace !== undefined && { workspace }),
        ...(before && { before: bindingOf(before.tree, known, "before") }),
        ...(after && { after: bindingOf(after.tree, known, "after") }),
        isPartial: after?.isPartial === true,
    };
}

function workspaceOf(object: KubeObject | undefined): string | undefined {
    return object && textAt(object.tree, "metadata", "labels", WORKSPACE_LABEL);
}

function isOrMayBeBound({ pools, lists, unknown }: Binding): boolean {
    return pools.length + lists.length + unknown.length > 0;
}
