// SPDX-License-Identifier: Apache-2.0

/** How a report can be written. */
export const FORMATS = ["text", "markdown", "json", "html"] as const;
export type Format = (typeof FORMATS)[number];
