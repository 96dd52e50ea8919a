// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE } from "../kinds";
import { isMapping } from "../mapping";
import { at, type Tree } from "../tree";
import { withoutPart, withPart } from "./merge";
import { isKind, type KubeObject, nameKey, Objects } from "./objects";
import { keyOf, type Layer, type Stack, stacksOf, type Writer } from "./writers";

/** What is known of a cluster but for its writers. */
export interface Known {
    readonly objects: Objects;
    /** The part of an object that `objects` would have if it were there; undefined if nothing tells about its kind. */
    readonly told: (object: KubeObject) => Tree;
}

/** The objects of a cluster before and after a change. */
export interface Layered {
    readonly before: Objects;
    readonly after: Objects;
    /** Objects that writers have before the change, or write keys of, and that the cluster does not have. They count as their writers say. */
    readonly missing: readonly KubeObject[];
}

/**
 * The objects before and after a change. What a cluster tells counts as it is before, whatever the writers say; what it
 * does not tell, as they say. The change takes away what its writers had and puts on what they will have, key by key as
 * server-side apply does: keys of others stay, and so does an object whose patches go. What is in a namespace goes with it.
 */
export function layered(writers: readonly Writer[], known?: Known): Layered {
    const stacks = stacksOf(writers);
    const others = [...(known?.objects ?? [])].filter((object) => !stacks.has(keyOf(object)));
    const fates = [...stacks.values()].map((stack) => {
        const before = objectBefore(stack, known);
        return { before, after: objectAfter(stack, before) };
    });
    const before = fates.flatMap((fate) => fate.before ?? []);
    const after = fates.flatMap((fate) => fate.after ?? []);
    const gone = new Set(fates.flatMap((fate) => (fate.after === undefined ? namespaceOf(fate.before) : [])));
    return {
        before: new Objects([...others, ...before]),
        after: new Objects([...others, ...after].filter(({ namespace = "" }) => !gone.has(namespace))),
        missing: before.filter((object) => known?.told(object) !== undefined && !isIn(known.objects, object)),
    };
}

function objectBefore(stack: Stack, known: Known | undefined): KubeObject | undefined {
    const layers = stack.layers("before");
    const said = identified(stack.object, merged({}, layers));
    const live = known?.objects.of(said).get(nameKey(said));
    if (live !== undefined) {
        return { ...live, tree: withPart(withoutPart(said.tree, known?.told(said)), live.tree) };
    }
    const isSomebodyElses = [...layers, ...stack.layers("after")].every(({ isPatch }) => isPatch);
    return layers.length > 0 || isSomebodyElses ? partial(said, layers) : undefined;
}

function objectAfter(writers: Stack, before: KubeObject | undefined): KubeObject | undefined {
    const stack = writers.unlessFilledIn(before?.tree);
    const lost = stack.lost();
    const later = stack.layers("after");
    const isWhole = later.some(({ isPatch }) => !isPatch);
    const isDeleted = lost.some(({ isPatch }) => !isPatch) && !isWhole;
    if (isDeleted || (before === undefined && later.length === 0)) {
        return undefined;
    }
    const stay = stack.layers("after", ({ isWritten }) => !isWritten);
    const come = stack.layers("after", ({ isWritten }) => isWritten);
    const left = lost.reduce<Tree>(
        (tree, { object }) => withoutPart(tree, without(object.tree, stay)),
        before?.tree ?? {},
    );
    const after = identified(stack.object, merged(left, come));
    return before?.isPartial === true ? partial(after, later) : after;
}

function merged(tree: Tree, layers: readonly Layer[]): Tree {
    return layers.reduce<Tree>((whole, { object }) => withPart(whole, object.tree), tree);
}

function without(tree: Tree, layers: readonly Layer[]): Tree {
    return layers.reduce<Tree>((rest, { object }) => withoutPart(rest, object.tree), tree);
}

/** The object, marked if nothing but patches tell of it. */
function partial(object: KubeObject, layers: readonly Layer[]): KubeObject {
    return layers.every(({ isPatch }) => isPatch) ? { ...object, isPartial: true } : object;
}

/** The object with a tree that says at least which one it is. */
function identified({ apiVersion, kind, name, namespace }: KubeObject, tree: Tree): KubeObject {
    const metadata = at(tree, "metadata");
    const identity = { name, ...(namespace !== undefined && { namespace }) };
    return {
        apiVersion,
        kind,
        ...identity,
        tree: {
            ...(isMapping(tree) && tree),
            apiVersion,
            kind,
            metadata: { ...(isMapping(metadata) && metadata), ...identity },
        },
    };
}

/** Its name, if the object is a namespace. */
function namespaceOf(object: KubeObject | undefined): string[] {
    return object && isKind(object, NAMESPACE) ? [object.name] : [];
}

function isIn(objects: Objects, object: KubeObject): boolean {
    return objects.of(object).has(nameKey(object));
}
