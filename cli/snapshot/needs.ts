// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE } from "kubesphere-network/lib/kinds";
import type { CommandNeeds, Need } from "../rbac/need";
import { COUNTED, KEPT } from "./kept";

/** What is read of a cluster for a snapshot, with which reports and answers are made. */
const NEEDS: readonly Need[] = [
    ...KEPT.map(({ kind, part }): Need => {
        const need = { kind, verbs: ["list"], namespace: part?.namespace, to: `see ${kind.plural}` } as const;
        return kind === NAMESPACE ? need : { ...need, without: "Without it, reports count as if there were none." };
    }),
    ...COUNTED.map((kind): Need => ({
        kind,
        verbs: ["list"],
        to: `say how many of Calico's ${kind.plural} are not evaluated`,
        without: "Without it, nobody is told.",
    })),
];

/** What the commands need that look at a whole cluster. */
export const SNAPSHOT_NEEDS: readonly CommandNeeds[] = ["snapshot", "report", "reach"].map((command) => ({
    command,
    needs: NEEDS,
}));
