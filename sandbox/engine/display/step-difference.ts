// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import type { DetailedDiff, StepMetadata, StepState } from "../model";
import { parsePath, type PathStep } from "../paths";
import { isObject, type Properties } from "../values";

/** The two sides of a step, cut down to what differs. */
export interface StepDifference {
    readonly old: Properties;
    readonly new: Properties;
}

/**
 * What a step changes: at the paths that the provider named, or between old and new inputs if it named none. With
 * `outputs`, what a refresh found.
 */
export function stepDifference(step: StepMetadata, compare: "inputs" | "outputs" = "inputs"): StepDifference {
    if (step.old === null || step.new === null) {
        return { old: {}, new: {} };
    }
    if (compare === "outputs") {
        return { old: withoutBookkeeping(step.old.outputs), new: withoutBookkeeping(step.new.outputs) };
    }
    if (step.detailedDiff === null || Object.keys(step.detailedDiff).length === 0) {
        return { old: step.old.inputs, new: step.new.inputs };
    }
    return atPaths(step.old, step.new, step.detailedDiff);
}

/** Names of what differs, short enough for one line: paths if the provider gave them, else top-level properties. */
export function changedNames(step: StepMetadata): string[] {
    const mark = (old: unknown, new_: unknown): string => (old === undefined ? "+" : new_ === undefined ? "-" : "~");
    if (step.detailedDiff !== null && Object.keys(step.detailedDiff).length > 0) {
        const marks = { add: "+", delete: "-", update: "~" };
        return Object.entries(step.detailedDiff).map(([path, { diffKind }]) => {
            const kind = diffKind.replace("-replace", "") as keyof typeof marks;
            return marks[kind] + path;
        });
    }
    const { old, new: new_ } = stepDifference(step);
    return [...new Set([...Object.keys(old), ...Object.keys(new_)])]
        .filter((key) => !key.startsWith("__") && !isDeepStrictEqual(old[key], new_[key]))
        .sort()
        .map((key) => mark(old[key], new_[key]) + key);
}

function atPaths(old: StepState, new_: StepState, detailedDiff: DetailedDiff): StepDifference {
    const before: Properties = {};
    const after: Properties = {};
    for (const path of Object.keys(detailedDiff)) {
        const steps = parsePath(path);
        const wanted = valueAt(new_.inputs, steps);
        const asked = valueAt(old.inputs, steps);
        // Inputs that agree mean that the object itself drifted: what the server last said is the old value.
        const was = isDeepStrictEqual(asked, wanted) ? valueAt(old.outputs, steps) : asked;
        put(before, steps, was);
        put(after, steps, wanted);
    }
    return { old: before, new: after };
}

function valueAt(value: unknown, steps: readonly PathStep[]): unknown {
    return steps.reduce<unknown>((at, step) => {
        if (Array.isArray(at)) {
            return (at as unknown[])[Number(step)];
        }
        return isObject(at) ? at[String(step)] : undefined;
    }, value);
}

function put(root: Properties, steps: readonly PathStep[], value: unknown): void {
    let at: Record<PathStep, unknown> = root;
    for (const [index, step] of steps.entries()) {
        const next = steps[index + 1];
        if (next === undefined) {
            at[step] = value;
            return;
        }
        at[step] ??= typeof next === "number" ? [] : {};
        if (typeof at[step] !== "object") {
            return;
        }
        at = at[step] as Record<PathStep, unknown>;
    }
}

/** Outputs without what the API server changes on its own at every write. */
function withoutBookkeeping(outputs: Properties): Properties {
    const { metadata } = outputs;
    if (!isObject(metadata)) {
        return outputs;
    }
    const noise = new Set(["managedFields", "resourceVersion", "generation"]);
    const kept = Object.fromEntries(Object.entries(metadata).filter(([key]) => !noise.has(key)));
    return { ...outputs, metadata: kept };
}
