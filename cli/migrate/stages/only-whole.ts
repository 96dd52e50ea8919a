// SPDX-License-Identifier: Apache-2.0
import type { Stage } from "../journal/events";

/** Stages for which the whole of the pool has to move: others need it yet. */
export const ONLY_WHOLE: readonly Stage[] = ["disabled", "others"];
