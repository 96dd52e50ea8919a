// SPDX-License-Identifier: Apache-2.0
import type { MigrationPool, NamespaceMove, WorkloadMove } from "kubesphere-network/lib/migration/plan";
import type { Kapis } from "../kapis/kapis";
import type { Rolled } from "./journal/so-far";
import type { Asked } from "./planned";

/** A migration as its stages see it. */
export interface Migration {
    readonly asked: Asked;
    readonly from: MigrationPool;
    readonly to: MigrationPool;
    /** With what they had before the first run. */
    readonly namespaces: readonly NamespaceMove[];
    readonly batches: readonly (readonly WorkloadMove[])[];
    /** False if some namespaces stay with the old pool: it stays enabled then. */
    readonly isWhole: boolean;
    /** What earlier runs have rolled, by `workloadKey`. */
    readonly earlier: ReadonlyMap<string, Rolled>;
    /** KubeSphere's API, if it is to move the pods. */
    readonly kapis?: Kapis;
    /** Whether it has been asked to. */
    readonly isAsked: boolean;
}
