// SPDX-License-Identifier: Apache-2.0
import { counted, listed } from "../words";
import type { PoolPair } from "./pairs";
import type { PoolPod, PoolUse, Usage } from "./usage";

/** What is in use of a pool as it is before the change; undefined where nobody tells. */
export function useOf({ name, before }: PoolPair, usage: Usage | undefined): PoolUse | undefined {
    return before?.range && usage?.of(name);
}

/** Pods in words: "7 pods of shop and web". */
export function podsPhrase(pods: readonly PoolPod[]): string {
    return `${counted(pods.length, "pod")} of ${listed(namespacesOf(pods))}`;
}

/** Names of the pods' namespaces, the one with the most pods first. */
export function namespacesOf(pods: readonly PoolPod[]): string[] {
    const counts = new Map<string, number>();
    for (const { namespace } of pods) {
        counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
    }
    return [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).map(([namespace]) => namespace);
}
