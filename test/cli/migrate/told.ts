// SPDX-License-Identifier: Apache-2.0
import { eventText } from "../../../cli/migrate/outputs/event-text";
import type { Recorded } from "../../../cli/migrate/journal/events";
import type { ShownPlan, Voice } from "../../../cli/migrate/voice";

/** A voice that says yes, and keeps what it is told. */
export class Told implements Voice {
    readonly events: Recorded[] = [];
    shown?: ShownPlan;

    constructor(private readonly react: (event: Recorded) => void = () => undefined) {}

    plan(shown: ShownPlan): void {
        this.shown = shown;
    }

    undo(): void {
        // What is undone is seen in the events.
    }

    ask(): Promise<boolean> {
        return Promise.resolve(true);
    }

    waiting(): void {
        // How often it looks depends on the machine.
    }

    event(event: Recorded): void {
        this.events.push(event);
        this.react(event);
    }

    end(): void {
        // Whoever called has the ending.
    }

    /** The events as people see them. */
    lines(): string[] {
        return this.events.flatMap((event) => eventText(event)?.trim() ?? []);
    }
}
