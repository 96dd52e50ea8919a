// SPDX-License-Identifier: Apache-2.0
import { UnknownValueError } from "@pulumi/policy";

/** Stands for a value that a preview does not know yet. */
export const UNKNOWN = Symbol("unknown");

/**
 * What is read, or UNKNOWN. One unknown value that a policy touches ends the whole policy with an advice, so that in
 * a preview a mandatory rule would be left out silently: every read that may meet one goes through here.
 */
export function known<T>(read: () => T): T | typeof UNKNOWN {
    try {
        return copy(read());
    } catch (error) {
        if (error instanceof UnknownValueError) {
            return UNKNOWN;
        }
        throw error;
    }
}

/** The properties that are known, and a test for them. */
export function knownParts(readers: Record<string, () => unknown>): {
    value: Record<string, unknown>;
    isKnown: (property: string) => boolean;
} {
    const read = Object.entries(readers).map(([property, reader]) => [property, known(reader)] as const);
    const value = Object.fromEntries(read.filter(([, part]) => part !== UNKNOWN));
    return { value, isKnown: (property) => property in value };
}

/** Reads every part now, while an unknown one can still be caught. */
function copy<T>(value: T): T {
    return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}
