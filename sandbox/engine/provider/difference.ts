// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import type { DetailedDiff, DiffKind } from "../model";
import type { PathStep } from "../paths";
import { isObject } from "../values";

/** Pulumi's spelling of a path: `spec.pools[0]`, `metadata.labels["kubesphere.io/workspace"]`. */
export function formatPath(path: readonly PathStep[]): string {
    return path.reduce<string>((text, step) => {
        if (typeof step === "number") {
            return `${text}[${step}]`;
        }
        if (/[."[\]]/.test(step)) {
            return `${text}["${step.replaceAll('"', '\\"')}"]`;
        }
        return text === "" ? step : `${text}.${step}`;
    }, "");
}

/** Tells an absent key from null. */
const MISSING = Symbol("missing");

/** Keys or indexes of both sides, if both are maps or both are lists. */
function stepsOf(a: unknown, b: unknown): PathStep[] | undefined {
    if (Array.isArray(a) && Array.isArray(b)) {
        return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => at);
    }
    return isObject(a) && isObject(b) ? [...new Set([...Object.keys(a), ...Object.keys(b)])] : undefined;
}

function at(value: unknown, step: PathStep): unknown {
    return step in (value as object) ? (value as Record<PathStep, unknown>)[step] : MISSING;
}

/** Every path at which two values differ, down to where one of them has nothing. */
export function detailedDiff(
    was: unknown,
    wanted: unknown,
    replaces: (path: readonly PathStep[], value: unknown) => boolean,
): DetailedDiff {
    const found: DetailedDiff = {};
    const add = (path: readonly PathStep[], kind: "add" | "delete" | "update", value: unknown) => {
        const diffKind: DiffKind = replaces(path, value) ? `${kind}-replace` : kind;
        found[formatPath(path)] = { diffKind, inputDiff: kind === "delete" };
    };
    const walk = (path: readonly PathStep[], a: unknown, b: unknown): void => {
        const steps = stepsOf(a, b);
        if (steps) {
            steps.forEach((step) => {
                walk([...path, step], at(a, step), at(b, step));
            });
        } else if (a === MISSING) {
            add(path, "add", b);
        } else if (b === MISSING) {
            add(path, "delete", a);
        } else if (!isDeepStrictEqual(a, b)) {
            add(path, "update", b);
        }
    };
    walk([], was, wanted);
    return found;
}
