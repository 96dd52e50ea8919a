// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE } from "kubesphere-network/lib/kinds";
import {
    IP_POOL_LABEL_PREFIX,
    IPV4_POOLS_ANNOTATION,
    IPV6_POOLS_ANNOTATION,
    RESERVED_POOL_NAMES,
} from "kubesphere-network/lib/labels";
import { entriesOf, isOf, type PolicyObject } from "./object";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

/** A pool that a namespace asks for, and where it says so. */
export interface BoundPool {
    readonly name: string;
    readonly property: string;
}

/** The pools that a namespace is bound to by labels and annotations, as far as they are known. */
export function poolsBoundBy(object: PolicyObject): BoundPool[] {
    if (!isOf(object, NAMESPACE)) {
        return [];
    }
    const byLabel = entriesOf(object, "labels")
        .filter(({ key }) => key.startsWith(IP_POOL_LABEL_PREFIX))
        .map(({ key, property }) => ({ name: key.slice(IP_POOL_LABEL_PREFIX.length), property }))
        .filter(({ name }) => !RESERVED_POOL_NAMES.includes(name));
    const byAnnotation = entriesOf(object, "annotations")
        .filter(({ key }) => isPoolList(key))
        .flatMap(({ value, property }) => listed(value).map((name) => ({ name, property })));
    const named = new Set(byLabel.map(({ name }) => name));
    return [...byLabel, ...byAnnotation.filter(({ name }) => !named.has(name))];
}

/** Where a namespace may ask for more pools, which is not known. */
export function unknownBindings(object: PolicyObject): string[] {
    if (!isOf(object, NAMESPACE)) {
        return [];
    }
    const sections = (["labels", "annotations"] as const).filter(
        (section) => at(object.tree, "metadata", section) === UNKNOWN,
    );
    const lists = entriesOf(object, "annotations").filter(({ key, value }) => isPoolList(key) && value === UNKNOWN);
    return [...sections.map((section) => `metadata.${section}`), ...lists.map(({ property }) => property)];
}

/** Whether an annotation lists pools. */
export function isPoolList(key: string): boolean {
    return key === IPV4_POOLS_ANNOTATION || key === IPV6_POOLS_ANNOTATION;
}

/** Names in a JSON list. An entry with "/" is a CIDR, which Calico takes too. */
function listed(text: unknown): string[] {
    try {
        const list: unknown = typeof text === "string" ? JSON.parse(text) : [];
        return Array.isArray(list)
            ? list.filter((item): item is string => typeof item === "string" && !item.includes("/"))
            : [];
    } catch {
        return [];
    }
}
