// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "kubesphere-network/lib/kinds";
import type { MigrationPlan } from "kubesphere-network/lib/migration/plan";
import type { PoolHolders } from "kubesphere-network/lib/migration/pool-holders";
import type { ProgramStage } from "kubesphere-network/lib/migration/program-change";
import type { Recorded, Way } from "./journal/events";

/** A plan with what is told beside it. */
export interface ShownPlan {
    readonly plan: MigrationPlan;
    readonly program: readonly ProgramStage[];
    readonly through: Way;
    /** Kinds that could not be read. */
    readonly notRead: readonly Kind[];
}

/** How a command ended. */
export interface Ending {
    readonly outcome:
        "planned" | "finished" | "nothing" | "refused" | "declined" | "stopped" | "interrupted" | "undone";
    /** Whole sentences: why. */
    readonly reasons: readonly string[];
    /** Commands that can be run next. */
    readonly next: readonly string[];
    /** What the stack needs. */
    readonly program: readonly ProgramStage[];
    /** Who has addresses of the old pool yet. */
    readonly holders?: PoolHolders;
}

/** An undo before it is done. */
export interface ShownUndo {
    /** Names of the namespaces whose bindings are put back. */
    readonly namespaces: readonly string[];
    /** Workloads that are rolled back. */
    readonly workloads: readonly string[];
}

/** Shows to people, or to programs, what a migration does. */
export interface Voice {
    plan(shown: ShownPlan): void;
    undo(shown: ShownUndo): void;
    /** Whether to go on with what was shown. */
    ask(question: string): Promise<boolean>;
    /** Shows how far something is, for the moment. */
    waiting(text: string): void;
    event(event: Recorded): void;
    end(ending: Ending): void;
}
