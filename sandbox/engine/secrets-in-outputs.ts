// SPDX-License-Identifier: Apache-2.0
import { isObject, isSecret, type Properties, secret } from "./values";

/** Where a provider keeps a copy of what it was given. */
const COPY_OF_INPUTS = "__inputs";

/** Marks in the outputs what was secret in the inputs, and the properties that the program calls secret. */
export function markSecrets(outputs: Properties, inputs: Properties, additional: readonly string[]): Properties {
    const marked = markLike(outputs, inputs) as Properties;
    const copy = marked[COPY_OF_INPUTS];
    const withCopy = isObject(copy)
        ? { ...marked, [COPY_OF_INPUTS]: wrap(markLike(copy, inputs), additional) }
        : marked;
    return wrap(withCopy, additional);
}

function wrap(value: unknown, keys: readonly string[]): Properties {
    const properties = { ...(value as Properties) };
    for (const key of keys) {
        if (properties[key] !== undefined) {
            properties[key] = secret(properties[key]);
        }
    }
    return properties;
}

/** The value, with every part secret that is secret at the same place of the pattern. */
export function markLike(value: unknown, pattern: unknown): unknown {
    if (isSecret(pattern)) {
        return value === undefined ? value : secret(value);
    }
    if (isObject(value) && isObject(pattern)) {
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, markLike(item, pattern[key])]));
    }
    if (Array.isArray(value) && Array.isArray(pattern)) {
        return value.map((item: unknown, at) => markLike(item, (pattern as unknown[])[at]));
    }
    return value;
}
