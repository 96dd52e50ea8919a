// SPDX-License-Identifier: Apache-2.0
import { CHECK_NEEDS } from "../inputs/live/needs";
import { SNAPSHOT_NEEDS } from "../snapshot/needs";
import type { CommandNeeds } from "./need";

/** Every command that talks to a cluster, and the rights that it needs there. */
export const COMMAND_NEEDS: readonly CommandNeeds[] = [CHECK_NEEDS, ...SNAPSHOT_NEEDS];
