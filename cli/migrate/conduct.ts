// SPDX-License-Identifier: Apache-2.0
import type { LiveCluster } from "../cluster/cluster";
import type { MigrationEvent, Outcome, Step } from "./journal/events";
import { Interrupted } from "./stopped";

/** How long things may take, in milliseconds. */
export interface Limits {
    /** For a batch, or the draining, without any pod that has arrived or gone meanwhile. */
    readonly timeout: number;
    /** Between two batches. */
    readonly pause: number;
}

/** What every stage works with. */
export interface Conduct {
    readonly cluster: LiveCluster;
    readonly limits: Limits;
    /** Aborted when somebody wants it to stop. */
    readonly signal: AbortSignal;
    /** Keeps an event in the journal, and shows it. */
    readonly record: (event: MigrationEvent) => Promise<void>;
    /** Shows what is waited for. */
    readonly waiting: (text: string) => void;
}

/** Does one thing, with its beginning in the journal before it and its end after it. */
export async function inJournal(conduct: Conduct, step: Step, act: () => Promise<Outcome>): Promise<Outcome> {
    assertGoingOn(conduct);
    await conduct.record({ type: "step-begun", ...step });
    const outcome = await act();
    await conduct.record({ type: "step-ended", ...step, outcome });
    return outcome;
}

/** Throws an Interrupted if somebody wants it to stop. */
export function assertGoingOn({ signal }: Pick<Conduct, "signal">): void {
    if (signal.aborted) {
        throw new Interrupted();
    }
}
