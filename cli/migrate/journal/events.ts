// SPDX-License-Identifier: Apache-2.0
import type { MigrationPlan, NamespaceMove } from "kubesphere-network/lib/migration/plan";
import type { ObjectRef } from "kubesphere-network/lib/report/report";
import type { KeyHolder } from "../namespaces/holders";
import type { Asked } from "../planned";

/** The stages of a migration in their order, and what people call them. */
export const STAGES = {
    ready: "target ready",
    bound: "namespaces bound to both pools",
    rolled: "workloads rolled",
    drained: "old addresses drained",
    disabled: "old pool disabled",
    others: "workloads of unbound namespaces rolled",
    unbound: "bindings to the old pool removed",
    handed: "written fields handed back",
} as const;
export type Stage = keyof typeof STAGES;
export const STAGE_NAMES = Object.keys(STAGES) as Stage[];

/** What is done to an object, and what people say once it is done. */
export const ACTIONS = {
    bind: "bound to both pools",
    narrow: "new pods get addresses of the new pool alone",
    ask: "KubeSphere has taken the migration",
    roll: "rolled",
    disable: "disabled",
    unbind: "binding to the old pool removed",
    restore: "binding put back",
    "roll-back": "rolled back",
    "hand-back": "handed back: the next update of its stack meets no conflict",
} as const;
export type Action = keyof typeof ACTIONS;

/** One thing that is done to one object. */
export interface Step {
    readonly action: Action;
    readonly object: ObjectRef;
    /** Value of the annotation that began the rollout, by which a resumed run knows its own. */
    readonly restartedAt?: string;
}

/** How a step ended: it was done, somebody had done it before, or its object is gone. */
export type Outcome = "done" | "already" | "gone";

/** How the pods are moved: by this command, or by KubeSphere's endpoint. */
export const WAYS = ["kubernetes", "kubesphere"] as const;
export type Way = (typeof WAYS)[number];

/** A cluster: the uid of its namespace kube-system is never another one's. */
export interface ClusterIdentity {
    readonly context: string;
    readonly uid: string;
}

/** What happens on the way. All of it is kept in the journal. */
export type MigrationEvent =
    | {
          readonly type: "begun";
          readonly cluster: ClusterIdentity;
          readonly asked: Asked;
          readonly through: Way;
          readonly plan: MigrationPlan;
      }
    /** Goes on, with namespaces that are new or that somebody else has changed since. */
    | { readonly type: "resumed"; readonly through: Way; readonly namespaces: readonly NamespaceMove[] }
    /** Who has what is about to be written to a namespace that is as it was before. */
    | { readonly type: "held"; readonly namespace: string; readonly holders: readonly KeyHolder[] }
    | { readonly type: "stage-begun"; readonly stage: Stage }
    | { readonly type: "stage-ended"; readonly stage: Stage }
    | { readonly type: "batch-begun"; readonly batch: number; readonly workloads: readonly ObjectRef[] }
    | { readonly type: "batch-ended"; readonly batch: number }
    | ({ readonly type: "step-begun" } & Step)
    | ({ readonly type: "step-ended"; readonly outcome: Outcome } & Step)
    /** Something keeps the migration from going on. */
    | { readonly type: "stopped"; readonly reasons: readonly string[] }
    | { readonly type: "interrupted" }
    | { readonly type: "undo-begun" }
    /** Everything is back, but what somebody else had changed. */
    | { readonly type: "undone"; readonly left: readonly string[] }
    | { readonly type: "finished" };

/** An event with the time at which it happened, as the journal keeps it. */
export type Recorded = MigrationEvent & { readonly at: string };
