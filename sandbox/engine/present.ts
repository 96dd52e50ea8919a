// SPDX-License-Identifier: Apache-2.0

/** Only what says something: Pulumi leaves out of a checkpoint what is false, empty or not there. */
export function present<T extends object>(values: T): Partial<T> {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => says(value))) as Partial<T>;
}

function says(value: unknown): boolean {
    if (Array.isArray(value)) {
        return value.length > 0;
    }
    return typeof value === "object" && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}
