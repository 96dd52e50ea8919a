// SPDX-License-Identifier: Apache-2.0
import { boundPools } from "../../binding/format";
import { poolList } from "../../ippool/pins";
import type { Labels } from "../../label-selector";
import { POOL_ANNOTATION_KEYS, POOL_ANNOTATIONS } from "../../labels";
import { isMapping } from "../../mapping";
import { at, isKnown, type Tree, unknownPart } from "../../tree";
import { textAt } from "../read";
import type { KnownPools, Time } from "./pools";

/** One of Calico's lists. */
export interface PoolList {
    readonly annotation: string;
    readonly family: 4 | 6;
    readonly text: string;
    /** Names of pools; undefined if the text is no list. */
    readonly pools?: readonly string[];
}

/** What a namespace is bound to at one time. */
export interface Binding {
    /** Names of pools by KubeSphere's labels, sorted. */
    readonly labels: readonly string[];
    readonly lists: readonly PoolList[];
    /** Names of pools by labels and lists, sorted. */
    readonly pools: readonly string[];
    /** Where it may be bound to more, which is known only after the update. */
    readonly unknown: readonly string[];
}

/** What an object of a namespace binds it to. */
export function bindingOf(tree: Tree, known: KnownPools, time: Time): Binding {
    const keys = at(tree, "metadata", "labels");
    const labels = isMapping(keys) ? boundPools(keys as Labels) : [];
    const lists = ([4, 6] as const).flatMap((family) => {
        const annotation = POOL_ANNOTATIONS[family];
        const text = textAt(tree, "metadata", "annotations", annotation);
        const pools = poolList(text)?.map((entry) => known.nameOf(entry, time));
        return text === undefined ? [] : [{ annotation, family, text, ...(pools && { pools }) }];
    });
    const pools = [...labels, ...lists.flatMap((list) => list.pools ?? [])];
    const late = lists.filter((list) => list.pools?.some((pool) => known.isLate(pool)));
    const unknown = [...unknownIn(tree), ...late.map(({ annotation }) => pathOf(annotation))];
    return { labels, lists, pools: [...new Set(pools)].sort(), unknown };
}

function unknownIn(tree: Tree): string[] {
    const annotations = POOL_ANNOTATION_KEYS.filter(
        (annotation) => !isKnown(at(tree, "metadata", "annotations", annotation)),
    ).map((annotation) => unknownPart(tree, pathOf(annotation)));
    // The key of a label binds, whatever its value.
    const isLabelsKnown = at(tree, "metadata", "labels", "any") === undefined;
    return [...new Set([...(isLabelsKnown ? [] : [unknownPart(tree, "metadata.labels")]), ...annotations])];
}

function pathOf(annotation: string): string {
    return `metadata.annotations["${annotation}"]`;
}
