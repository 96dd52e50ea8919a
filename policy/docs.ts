// SPDX-License-Identifier: Apache-2.0

/** Where a rule is described, seen from the root of the repository. */
export function docsOf(name: string): string {
    return `docs/policies.md#${name}`;
}
