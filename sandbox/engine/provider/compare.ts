// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import type { DetailedDiff } from "../model";
import { parsePath } from "../paths";
import { isObject, type Properties, UNKNOWN } from "../values";
import { detailedDiff } from "./difference";
import { type Mutability, replacement } from "./immutable";
import { Annotation, annotationOf, isPatch, liveOf, metadataOf, ownMetadata, prune } from "./object";
import type { Diff, Existing } from "./provider";

/** What comparing needs to know beside the two sides. */
export interface Comparison {
    readonly type: string;
    readonly ignoreChanges: readonly string[];
    /** False for kinds that are known not to be in namespaces. */
    readonly namespaced: boolean;
    readonly mutability: Mutability;
}

/** True for the kinds that Kubernetes itself brings. */
export function isBuiltIn(object: Properties): boolean {
    const group = String(object.apiVersion).split("/").slice(0, -1).join("");
    return !group.includes(".") || group.endsWith(".k8s.io");
}

/**
 * The old side, with what the program did not change since set to what it says. The server spells some values of its
 * own kinds anew (quantities, stringData), and that is no difference.
 */
function settled(live: unknown, input: unknown, wanted: unknown): unknown {
    if (isDeepStrictEqual(input, wanted)) {
        return wanted;
    }
    if (Array.isArray(live) && Array.isArray(input) && Array.isArray(wanted)) {
        return live.map((item, at) => settled(item, input[at], wanted[at]));
    }
    if (!isObject(live) || !isObject(input) || !isObject(wanted)) {
        return live;
    }
    const keys = Object.keys(input).filter(
        (key) => key in live || (key in wanted && isDeepStrictEqual(input[key], wanted[key])),
    );
    return Object.fromEntries(keys.map((key) => [key, settled(live[key], input[key], wanted[key])]));
}

function withNamespace(object: Properties, namespaced: boolean): Properties {
    if (object.metadata === UNKNOWN) {
        return object;
    }
    const { namespace, ...metadata } = ownMetadata(object);
    const canonical = namespace === undefined || namespace === "" ? "default" : namespace;
    return { ...object, metadata: namespaced ? { ...metadata, namespace: canonical } : metadata };
}

/** What the old state says of the fields that the program had an opinion on. */
function oldSide(old: Existing, news: Properties): Properties {
    const live = liveOf(old.outputs);
    const inputs = isObject(old.outputs.__inputs) ? old.outputs.__inputs : old.inputs;
    const pruned = prune(live, inputs) as Properties;
    const side = isBuiltIn(news) ? (settled(pruned, inputs, news) as Properties) : pruned;
    const { name } = metadataOf(news);
    return name === undefined ? side : { ...side, metadata: { ...metadataOf(side), name: metadataOf(live).name } };
}

function isIgnored(patterns: readonly string[], path: string): boolean {
    const steps = parsePath(path);
    return patterns.map(parsePath).some((pattern) => {
        const inside = pattern.every(
            (step, at) => at < steps.length && (step === "*" || String(step) === String(steps[at])),
        );
        return pattern.length <= steps.length && inside;
    });
}

function replacesOf(found: DetailedDiff): string[] {
    return Object.entries(found)
        .filter(
            ([path, { diffKind }]) => diffKind.endsWith("-replace") || (path === "metadata" && diffKind === "delete"),
        )
        .map(([path]) => path);
}

/** Compares what the cluster was last seen to have with what the program wants now. */
export function compare(old: Existing, news: Properties, comparison: Comparison): Diff {
    const { type, ignoreChanges, namespaced, mutability } = comparison;
    const was = withNamespace(oldSide(old, news), namespaced);
    const wanted = withNamespace(news, namespaced);
    const all = detailedDiff(was, wanted, replacement(news, isPatch(type, news), mutability));
    const found = Object.fromEntries(Object.entries(all).filter(([path]) => !isIgnored(ignoreChanges, path)));
    const replaces = replacesOf(found);
    const samePlace =
        metadataOf(was).name === metadataOf(wanted).name && metadataOf(was).namespace === metadataOf(wanted).namespace;
    return {
        changed: Object.keys(found).length > 0,
        replaces,
        // Two objects cannot have one name; an automatic one is chosen anew.
        deleteBeforeReplace: replaces.length > 0 && samePlace && annotationOf(news, Annotation.Autonamed) !== "true",
        detailedDiff: found,
    };
}
