// SPDX-License-Identifier: Apache-2.0
import { boundPools } from "../../binding/format";
import { NAMESPACE } from "../../kinds";
import type { Labels } from "../../label-selector";
import { POOL_ANNOTATION_KEYS } from "../../labels";
import { selects } from "../../selector/evaluate";
import { at, isKnown } from "../../tree";
import type { Objects } from "../objects";
import { textsAt } from "../read";
import { NAMESPACE_SELECTOR_RULE, NODE_SELECTOR_RULE } from "../rules/pool-rules";
import { counted, listed, numbered } from "../words";
import { eachPool, type PoolCheck, type PoolWorld, type Said } from "./check";
import type { PoolPair } from "./pairs";
import { isForPods } from "./pool";
import { selectorOf } from "./selector";
import type { PoolPod } from "./usage";
import { useOf } from "./users";

/** What a selector of a pool is about. */
interface Selection {
    readonly property: "nodeSelector" | "namespaceSelector";
    readonly noun: "node" | "namespace";
    /** What it can match, with labels. */
    readonly candidates: (world: PoolWorld) => readonly { readonly name: string; readonly labels: Labels }[];
    /** Where a pod is. */
    readonly placeOf: (pod: PoolPod) => string | undefined;
}

const NODES: Selection = {
    property: "nodeSelector",
    noun: "node",
    candidates: ({ nodes }) => nodes,
    placeOf: ({ node }) => node,
};

const NAMESPACES: Selection = {
    property: "namespaceSelector",
    noun: "namespace",
    candidates: ({ change }) => unboundNamespaces(change.after),
    placeOf: ({ namespace }) => namespace,
};

/** Pools that are for other nodes or namespaces than before. */
export const SELECTION_CHECKS: readonly PoolCheck[] = [
    eachPool(NODE_SELECTOR_RULE, ["nodeSelector", "disabled", "allowedUses"], (pair, world) =>
        selectionChange(pair, world, NODES),
    ),
    eachPool(NAMESPACE_SELECTOR_RULE, ["namespaceSelector", "disabled", "allowedUses"], (pair, world) =>
        selectionChange(pair, world, NAMESPACES),
    ),
];

/** What is said where a selector changes to one that can be read, of a pool that stays one for pods. */
function selectionChange(pair: PoolPair, world: PoolWorld, selection: Selection): Said[] {
    const [before, after] = [pair.before, pair.after].map((pool) => pool?.spec[selection.property]);
    const [old, next] = [selectorOf(before), selectorOf(after)];
    if (!old || !next || before === after || !pair.after || !isForPods(pair.after)) {
        return [];
    }
    const candidates = selection.candidates(world);
    const only = (one: typeof old, other: typeof old): string[] =>
        candidates
            .filter(({ labels }) => selects(one, labels) && !selects(other, labels))
            .map(({ name }) => name)
            .sort();
    const there = useOf(pair, world.usage)?.pods ?? [];
    const found =
        candidates.length === 0
            ? [notKnown(pair, selection)]
            : [...leaving(pair, selection, only(old, next), there), ...coming(pair, selection, only(next, old))];
    return found.map((said) => ({ ...said, before, after }));
}

function notKnown({ name }: PoolPair, { noun }: Selection): Said {
    return {
        severity: "warning",
        message: `Pods that ask for no pool get new addresses of "${name}" on other ${noun}s than before. Which ${noun}s these are is not known here.`,
        wayOut: `See that every ${noun} which no longer matches has another pool.`,
    };
}

function leaving(
    { name }: PoolPair,
    { noun, placeOf }: Selection,
    places: readonly string[],
    pods: readonly PoolPod[],
): Said[] {
    const lost = new Set<string | undefined>(places);
    const staying = pods.filter((pod) => lost.has(placeOf(pod))).length;
    const kept = staying === 0 ? "" : ` ${counted(staying, "pod keeps its", "pods keep theirs")} until a restart.`;
    const which = counted(places.length, `${noun} no longer matches`, `${noun}s no longer match`);
    return places.length === 0
        ? []
        : [
              {
                  severity: "warning",
                  message: `${which}: ${listed(places)}. New pods there that ask for no pool get no address of "${name}".${kept}`,
                  wayOut: `See that another pool is for ${numbered(places.length, "it", "them")}, and restart the pods that have to leave this one.`,
              },
          ];
}

function coming({ name }: PoolPair, { noun }: Selection, places: readonly string[]): Said[] {
    const which = counted(places.length, `${noun} matches`, `${noun}s match`);
    return places.length === 0
        ? []
        : [
              {
                  severity: "notice",
                  message: `${which} from now on: ${listed(places)}. Pods there that ask for no pool may get addresses of "${name}".`,
              },
          ];
}

/** Namespaces that are bound get addresses of their pools whatever these select. */
function unboundNamespaces(after: Objects): { name: string; labels: Labels }[] {
    return [...after.of(NAMESPACE).values()].flatMap(({ name, tree, isPartial }) => {
        const labels = textsAt(tree, "metadata", "labels");
        const annotations = textsAt(tree, "metadata", "annotations");
        const isBound = boundPools(labels).length > 0 || POOL_ANNOTATION_KEYS.some((key) => key in annotations);
        return isBound || isPartial === true || !isKnown(at(tree, "metadata"))
            ? []
            : [{ name, labels: { "kubernetes.io/metadata.name": name, ...labels } }];
    });
}
