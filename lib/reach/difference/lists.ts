// SPDX-License-Identifier: Apache-2.0

/** The list of a key, which is an empty one at first. */
export function listOf<K, V>(lists: Map<K, V[]>, key: K): V[] {
    const list = lists.get(key) ?? [];
    lists.set(key, list);
    return list;
}
