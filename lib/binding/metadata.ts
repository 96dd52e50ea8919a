// SPDX-License-Identifier: Apache-2.0
import { poolList } from "../ippool/pins";
import { ipPoolLabel, POOL_ANNOTATIONS } from "../labels";
import { type LabelValue, OWN_NAME } from "./format";

/** The labels by which KubeSphere knows the namespaces of a pool. It looks for the key; the value has no known meaning. */
export function bindingLabels(pools: readonly string[], value: LabelValue): Record<string, string> {
    return Object.fromEntries(pools.map((pool) => [ipPoolLabel(pool), value === OWN_NAME ? pool : value]));
}

/**
 * The annotations that Calico reads: for each address family the JSON list of its pools, in the order given. A pool of
 * the wrong family in a list fails every pod of the namespace.
 */
export function bindingAnnotations(
    pools: readonly string[],
    familyOf: (pool: string) => 4 | 6,
): Record<string, string> {
    return Object.fromEntries(
        ([4, 6] as const).flatMap((family) => {
            const list = pools.filter((pool) => familyOf(pool) === family);
            return list.length > 0 ? [[POOL_ANNOTATIONS[family], JSON.stringify(list)]] : [];
        }),
    );
}

/**
 * The annotations as the namespace has them where that is another text of the same list: blanks between the names change
 * nothing for Calico, and a change of the text would show in a preview as one of the binding.
 */
export function asWritten(
    annotations: Readonly<Record<string, string>>,
    live: Readonly<Record<string, string>> = {},
): Record<string, string> {
    return Object.fromEntries(
        Object.entries(annotations).map(([key, text]) => {
            const there = live[key];
            return [key, there !== undefined && JSON.stringify(poolList(there)) === text ? there : text];
        }),
    );
}
