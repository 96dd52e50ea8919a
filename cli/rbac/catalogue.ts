// SPDX-License-Identifier: Apache-2.0
import { ADOPT_NEEDS } from "../adopt/needs";
import { TAKE_OWNERSHIP_NEEDS } from "../adopt/ownership/needs";
import { DOCTOR_NEEDS } from "../doctor/needs";
import { DRIFT_NEEDS } from "../drift/needs";
import { CHECK_NEEDS } from "../inputs/live/needs";
import { MIGRATE_NEEDS } from "../migrate/needs";
import { POOLS_NEEDS } from "../pools/needs";
import { SNAPSHOT_NEEDS } from "../snapshot/needs";
import type { CommandNeeds } from "./need";

/** Every command that talks to a cluster, and the rights that it needs there. */
export const COMMAND_NEEDS: readonly CommandNeeds[] = [
    CHECK_NEEDS,
    ...SNAPSHOT_NEEDS,
    ...ADOPT_NEEDS,
    TAKE_OWNERSHIP_NEEDS,
    ...POOLS_NEEDS,
    ...DOCTOR_NEEDS,
    ...DRIFT_NEEDS,
    ...MIGRATE_NEEDS,
];
