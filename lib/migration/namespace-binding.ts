// SPDX-License-Identifier: Apache-2.0
import { boundPools } from "../binding/format";
import type { ClusterObject } from "../cluster/objects";
import { means, poolList } from "../ippool/pins";
import { NAMESPACE } from "../kinds";
import { POOL_ANNOTATIONS } from "../labels";
import type { IPAMPool } from "../ipam/pool";

/** How a namespace is bound, as far as one address family goes. */
export interface NamespaceBinding {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    /** Names of the pools of both families that KubeSphere's labels bind it to. */
    readonly labelled: readonly string[];
    /** Key of Calico's annotation for the family. */
    readonly key: string;
    /** Text of that annotation; undefined if there is none. */
    readonly text?: string;
    /** Its entries, names or CIDRs; undefined if there is no annotation, or one that is no list. */
    readonly list?: readonly string[];
}

/** How a namespace is bound. */
export function namespaceBinding({ metadata }: ClusterObject, family: 4 | 6): NamespaceBinding {
    const { name = "", labels = {}, annotations = {} } = metadata ?? {};
    const key = POOL_ANNOTATIONS[family];
    const text = annotations[key];
    return { name, labels, annotations, labelled: boundPools(labels), key, text, list: poolList(text) };
}

/** Whether labels or the annotation bind a namespace to a pool. */
export function isBoundTo({ labelled, list = [] }: NamespaceBinding, pool: IPAMPool): boolean {
    return labelled.includes(pool.name) || list.some((entry) => means(entry, pool));
}

/** Whether pods of a namespace ask for no pool, so that they get addresses of any that is open to them. */
export function isUnannotated({ list, text }: NamespaceBinding): boolean {
    return text === undefined || list?.length === 0;
}

/** A namespace as a message says it. */
export function namespaceTitle(name: string): string {
    return `${NAMESPACE.kind} "${name}"`;
}
