// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import type { KubernetesObject } from "../../kubernetes/client";
import { isObject, type Properties } from "../values";
import { isBuiltIn } from "./compare";
import { liveOf, ownMetadata, prune, without } from "./object";

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** The program's own spelling wherever the cluster did not change, and the cluster's value where it did. */
function remembered(input: unknown, was: unknown, is: unknown): unknown {
    if (isDeepStrictEqual(was, is)) {
        return input;
    }
    if (Array.isArray(input) && Array.isArray(was) && Array.isArray(is)) {
        return is.slice(0, input.length).map((item, at) => remembered(input[at], was[at], item));
    }
    if (!isObject(input) || !isObject(was) || !isObject(is)) {
        return is;
    }
    // A key that the server never showed, like stringData, cannot be seen to have gone.
    const keys = Object.keys(input).filter((key) => key in is || !(key in was));
    return Object.fromEntries(
        keys.map((key) => [key, key in is ? remembered(input[key], was[key], is[key]) : input[key]]),
    );
}

/** Inputs that stand for the live object of a resource in the state, so that drift shows in the next preview. */
export function refreshedInputs(
    live: KubernetesObject,
    state: { inputs: Properties; outputs: Properties },
): Properties {
    const seen = isBuiltIn(live) ? remembered(state.inputs, liveOf(state.outputs), live) : prune(live, state.inputs);
    return seen as Properties;
}

/** Inputs that a program would have to give to get the live object: for imports. */
export function importedInputs(live: KubernetesObject): Properties {
    const rest = without(live, ["status"]);
    const { annotations, ...metadata } = ownMetadata(live);
    const given = Object.entries(isObject(annotations) ? annotations : {}).filter(([key]) => key !== LAST_APPLIED);
    return {
        ...rest,
        metadata: given.length === 0 ? metadata : { ...metadata, annotations: Object.fromEntries(given) },
    };
}
