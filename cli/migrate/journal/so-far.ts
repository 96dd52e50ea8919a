// SPDX-License-Identifier: Apache-2.0
import type { MigrationPlan, NamespaceMove } from "kubesphere-network/lib/migration/plan";
import type { ObjectRef } from "kubesphere-network/lib/report/report";
import type { KeyHolder } from "../namespaces/holders";
import type { Asked } from "../planned";
import type { ClusterIdentity, Recorded, Stage, Way } from "./events";

/** A workload that was rolled, or that a roll of was begun. */
export interface Rolled {
    readonly object: ObjectRef;
    readonly restartedAt?: string;
    readonly isDone: boolean;
}

/** How a migration stands. */
export type Standing = "running" | "stopped" | "undoing" | "undone" | "finished";

/** What the journal tells of the last migration that was begun. */
export interface SoFar {
    readonly begunAt: string;
    readonly cluster: ClusterIdentity;
    readonly asked: Asked;
    readonly through: Way;
    /** Whether KubeSphere was asked to migrate, and has said yes. */
    readonly isAsked: boolean;
    /** As it was shown when the migration began. */
    readonly plan: MigrationPlan;
    /** The namespaces with what they had before, with those that a resumed run has added. */
    readonly namespaces: ReadonlyMap<string, NamespaceMove>;
    /** Names of namespaces to which something was, or may have been, written. */
    readonly written: ReadonlySet<string>;
    /** Who had the bindings of namespaces before, by name. */
    readonly held: ReadonlyMap<string, readonly KeyHolder[]>;
    /** By `workloadKey`. */
    readonly rolled: ReadonlyMap<string, Rolled>;
    /** The same of an undo. */
    readonly rolledBack: ReadonlyMap<string, Rolled>;
    /** The last one that was begun; undefined before the first. */
    readonly stage?: Stage;
    readonly batchesDone: number;
    readonly standing: Standing;
    /** Why it stopped, if it did. */
    readonly reasons: readonly string[];
}

/** Events after which a migration stands differently. */
const LASTING = new Set<Recorded["type"]>(["resumed", "stopped", "interrupted", "undone", "finished"]);

/** Tells workloads apart. */
export function workloadKey({ kind, namespace = "", name }: ObjectRef): string {
    return `${kind} ${namespace}/${name}`;
}

/** What a journal tells; undefined if nothing was begun. */
export function soFar(events: readonly Recorded[]): SoFar | undefined {
    const start = events.findLastIndex(({ type }) => type === "begun");
    const begun = events[start];
    if (begun?.type !== "begun") {
        return undefined;
    }
    const since = events.slice(start + 1);
    const moves = [
        ...begun.plan.namespaces,
        ...since.flatMap((event) => (event.type === "resumed" ? event.namespaces : [])),
    ];
    return {
        begunAt: begun.at,
        cluster: begun.cluster,
        asked: begun.asked,
        through: since.findLast((event) => event.type === "resumed")?.through ?? begun.through,
        isAsked: since.some((event) => event.type === "step-ended" && event.action === "ask"),
        plan: begun.plan,
        namespaces: new Map(moves.map((move) => [move.namespace, move])),
        written: new Set(since.flatMap((event) => writtenBy(event, moves))),
        held: new Map(since.flatMap((event) => (event.type === "held" ? [[event.namespace, event.holders]] : []))),
        rolled: rolledBy("roll", since),
        rolledBack: rolledBy("roll-back", since),
        stage: since.findLast((event) => event.type === "stage-begun")?.stage,
        batchesDone: since.filter(({ type }) => type === "batch-ended").length,
        standing: standingAfter(since),
        reasons: since.flatMap((event) => (event.type === "stopped" ? [event.reasons] : [])).at(-1) ?? [],
    };
}

/** KubeSphere may write them all. */
function writtenBy(event: Recorded, moves: readonly NamespaceMove[]): string[] {
    if (event.type !== "step-begun") {
        return [];
    }
    return event.action === "ask"
        ? moves.map(({ namespace }) => namespace)
        : event.object.kind === "Namespace"
          ? [event.object.name]
          : [];
}

function rolledBy(action: "roll" | "roll-back", events: readonly Recorded[]): Map<string, Rolled> {
    const rolled = new Map<string, Rolled>();
    for (const event of events) {
        if ((event.type === "step-begun" || event.type === "step-ended") && event.action === action) {
            const { object, restartedAt } = event;
            rolled.set(workloadKey(object), { object, restartedAt, isDone: event.type === "step-ended" });
        }
    }
    return rolled;
}

/** An undo that has begun can only be finished: what it has put back would be moved anew. */
function standingAfter(events: readonly Recorded[]): Standing {
    const types = events.map(({ type }) => type);
    const last = types.findLast((type) => LASTING.has(type));
    if (last === "undone" || last === "finished") {
        return last;
    }
    if (types.includes("undo-begun")) {
        return "undoing";
    }
    return last === "stopped" || last === "interrupted" ? "stopped" : "running";
}
