// SPDX-License-Identifier: Apache-2.0
import type { CommandNeeds } from "../../rbac/need";
import { CHECKED_KINDS } from ".";

/** What `ksnet check --live` needs. */
export const CHECK_NEEDS: CommandNeeds = {
    command: "check",
    needs: CHECKED_KINDS.map((kind) => ({ kind, verbs: ["list"], to: `check ${kind.plural}`, option: "--live" })),
};
