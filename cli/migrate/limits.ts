// SPDX-License-Identifier: Apache-2.0
import type { Limits } from "./conduct";

/** How long things may take where nobody says so, in milliseconds. */
export const DEFAULT_LIMITS: Limits = { timeout: 600_000, pause: 30_000 };
