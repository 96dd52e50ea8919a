// SPDX-License-Identifier: Apache-2.0

/** Whether a value is an object with keys, not a list. */
export function isMapping(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
