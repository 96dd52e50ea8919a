// SPDX-License-Identifier: Apache-2.0
import { DRIFT_KINDS } from "kubesphere-network/lib/drift/kinds";
import type { CommandNeeds } from "../rbac/need";

/** What `ksnet drift` needs: of kinds of which nothing is wanted it reads nothing. */
export const DRIFT_NEEDS: readonly CommandNeeds[] = [
    {
        command: "drift",
        needs: DRIFT_KINDS.map((kind) => ({
            kind,
            verbs: ["list"] as const,
            to: `compare ${kind.plural}`,
            without: `${kind.kind} objects are not compared, which is said.`,
        })),
    },
];
