// SPDX-License-Identifier: Apache-2.0

/** What a program is written as: a description in YAML, or all of it in TypeScript. */
export const FORMS = ["yaml", "typescript"] as const;
export type Form = (typeof FORMS)[number];
