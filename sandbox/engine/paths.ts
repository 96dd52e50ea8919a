// SPDX-License-Identifier: Apache-2.0
import { isObject } from "./values";

/** Step of a property path; "*" in a pattern stands for every key or index. */
export type PathStep = string | number;

/** Reads Pulumi's spelling of a property path: `spec.pools[0]`, `metadata.labels["kubesphere.io/workspace"]`, `spec.*`. */
export function parsePath(path: string): PathStep[] {
    const steps: PathStep[] = [];
    for (const match of path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)) {
        const [, quoted, index, name] = match;
        if (quoted !== undefined) {
            steps.push(quoted.replaceAll('\\"', '"'));
        } else if (index !== undefined) {
            steps.push(index === "*" ? "*" : Number(index));
        } else if (name !== undefined) {
            steps.push(name);
        }
    }
    return steps;
}

/** True if the path is the one that the pattern names, or lies inside or around it. */
export function overlapsPath(pattern: string, path: string): boolean {
    const wanted = parsePath(pattern);
    const given = parsePath(path);
    const shared = Math.min(wanted.length, given.length);
    return wanted.slice(0, shared).every((step, at) => step === "*" || String(step) === String(given[at]));
}

/** The new value, with what lies under the path taken over from the old one (or removed, if it was not there). */
export function withOldAt(news: unknown, olds: unknown, path: readonly PathStep[]): unknown {
    const [step, ...rest] = path;
    if (step === undefined) {
        return olds;
    }
    if (step === "*" && rest.length === 0) {
        return olds;
    }
    if (step === "*") {
        return keysOf(news, olds).reduce<unknown>((value, key) => withOldAt(value, olds, [key, ...rest]), news);
    }
    const child = withOldAt(childOf(news, step), childOf(olds, step), rest);
    if (Array.isArray(news)) {
        const copy: unknown[] = [...(news as unknown[])];
        copy[Number(step)] = child;
        return copy.filter((item) => item !== undefined);
    }
    if (!isObject(news)) {
        return child === undefined ? news : { [step]: child };
    }
    const copy = { ...news, [step]: child };
    return child === undefined ? Object.fromEntries(Object.entries(copy).filter(([key]) => key !== step)) : copy;
}

function childOf(value: unknown, step: PathStep): unknown {
    if (Array.isArray(value)) {
        return (value as unknown[])[Number(step)];
    }
    return isObject(value) ? value[step] : undefined;
}

function keysOf(...values: unknown[]): PathStep[] {
    const keys = values.flatMap((value): PathStep[] =>
        Array.isArray(value) ? value.map((_, at) => at) : isObject(value) ? Object.keys(value) : [],
    );
    return [...new Set(keys)];
}
