// SPDX-License-Identifier: Apache-2.0
import { boundPools } from "../binding/format";
import { poolList } from "../ippool/pins";
import { NAMESPACE } from "../kinds";
import { ipPoolLabel, POOL_ANNOTATION_KEYS } from "../labels";
import { isMapping } from "../mapping";
import { withoutPart, withPart } from "../report/merge";
import { isKind, type KubeObject } from "../report/objects";
import { textsAt } from "../report/read";
import { at, type Tree, UNKNOWN } from "../tree";

import { isPatched, type Target } from "./wanted";

/**
 * The object as it would be if all that is wanted held and nothing that works against it: keys of others stay, but those
 * that bind a namespace to pools which nobody wants. What is wanted and cannot be compared is as it is.
 */
export function aimOf(target: Target): KubeObject {
    const { object, live } = target;
    if (live === undefined) {
        return object;
    }
    const wanted = known(object.tree, live.tree);
    const rest = withoutPart(live.tree, foreignBindings(object.tree, live.tree));
    return {
        ...live,
        tree: isPatched(target) || isKind(object, NAMESPACE) ? withPart(rest, wanted) : whole(wanted, live.tree),
    };
}

/** Labels and annotations by which a namespace is bound to pools that nobody wants; nothing if nobody binds it. */
export function foreignBindings(wanted: Tree, live: Tree): Tree {
    const [labels, lists] = [textsAt(wanted, "metadata", "labels"), listsOf(wanted)];
    const pools = boundPools(labels);
    if (pools.length === 0 && Object.keys(lists).length === 0) {
        return {};
    }
    const further = boundPools(textsAt(live, "metadata", "labels")).filter((pool) => !pools.includes(pool));
    const unasked = Object.entries(listsOf(live)).filter(
        ([key, text]) => !(key in lists) && !saysTheSame(text, pools, Object.keys(lists).length > 0),
    );
    return {
        metadata: {
            labels: Object.fromEntries(
                further.map((pool) => [ipPoolLabel(pool), at(live, "metadata", "labels", ipPoolLabel(pool))]),
            ),
            annotations: Object.fromEntries(unasked),
        },
    };
}

/** Of a namespace that is bound by labels alone, a list of the same pools is nothing new. */
function saysTheSame(text: string, pools: readonly string[], isAnnotated: boolean): boolean {
    const listed = poolList(text);
    return (
        !isAnnotated &&
        listed !== undefined &&
        listed.every((pool) => pools.includes(pool)) &&
        listed.length === pools.length
    );
}

function listsOf(tree: Tree): Readonly<Record<string, string>> {
    const annotations = textsAt(tree, "metadata", "annotations");
    return Object.fromEntries(
        POOL_ANNOTATION_KEYS.flatMap((key) => {
            const text = annotations[key];
            return text === undefined ? [] : [[key, text]];
        }),
    );
}

/** An object of which everything is wanted: what is not stated must not be there, but for what the server writes. */
function whole(wanted: Tree, live: Tree): Tree {
    if (!isMapping(wanted) || !isMapping(live)) {
        return wanted;
    }
    const { metadata, ...stated } = wanted;
    const { metadata: written, status } = live;
    return { ...stated, metadata: withPart(written, metadata), ...(status !== undefined && { status }) };
}

function known(wanted: Tree, live: Tree): Tree {
    if (!isMapping(wanted)) {
        return wanted === UNKNOWN ? live : wanted;
    }
    const parts = Object.entries(wanted).map(([key, part]) => [key, known(part, at(live, key))] as const);
    return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
}
