// SPDX-License-Identifier: Apache-2.0
import type { CommandNeeds } from "../../rbac/need";
import { ADOPTED_KINDS } from "./adopted-kinds";

/** What `ksnet adopt take-ownership` needs: nothing but the objects of the import file. */
export const TAKE_OWNERSHIP_NEEDS: CommandNeeds = {
    command: "adopt take-ownership",
    needs: ADOPTED_KINDS.map((kind) => ({
        kind,
        verbs: ["get", "patch"],
        to: `see who has the fields of each ${kind.kind} of the import file, and take them`,
    })),
};
