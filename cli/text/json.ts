// SPDX-License-Identifier: Apache-2.0

/** A value for programs, as all commands write it. */
export function jsonText(value: object): string {
    return `${JSON.stringify(value, undefined, 4)}\n`;
}
