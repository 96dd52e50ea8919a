// SPDX-License-Identifier: Apache-2.0
import type { Page } from "../../text/page";
import { oneLine } from "../../text/words";
import { progressLine } from "../../text/progress";
import type { Recorded } from "../journal/events";
import type { ShownPlan, ShownUndo, Voice } from "../voice";
import { endingText } from "./ending-text";
import { eventText } from "./event-text";
import { planText } from "./plan-text";
import { jsonText } from "../../text/json";

/** Where a voice speaks. */
export interface Speech {
    readonly out: NodeJS.WritableStream & { readonly isTTY?: boolean };
    readonly err: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
    readonly ask: (question: string) => Promise<boolean>;
}

/** Milliseconds between two lines of what is waited for, where no line can move. */
const QUIET = 15_000;

/** Speaks to people: one line that moves on a terminal, else plain lines with the time. */
export function textVoice({ out, err, ask }: Speech, page: Page): Voice {
    const line = progressLine(err);
    const isTerminal = err.isTTY === true;
    let since = 0;
    const say = (text: string): void => {
        line.clear();
        out.write(text);
    };
    return {
        plan: (shown) => {
            say(planText(shown, page));
        },
        undo: (shown) => {
            say(undoText(shown));
        },
        ask: (question) => {
            line.clear();
            return ask(question);
        },
        waiting: (text) => {
            line.show(oneLine(text).slice(0, (err.columns ?? page.width) - 1));
            if (!isTerminal && !text.startsWith("Reading") && Date.now() - since >= QUIET) {
                since = Date.now();
                err.write(`${timeOf(new Date())} ${oneLine(text)}\n`);
            }
        },
        event: (event) => {
            const text = eventText(event);
            if (text !== undefined) {
                say(`${timeOf(new Date(event.at))} ${text}\n`);
            }
        },
        end: (ending) => {
            say(`\n${endingText(ending, page)}`);
        },
    };
}

/** Speaks to programs: one JSON text in each line, the result as the last one. */
export function jsonVoice({ out, ask }: Speech): Voice {
    const say = (value: object): void => {
        out.write(`${JSON.stringify(value)}\n`);
    };
    return {
        plan: (shown) => {
            say({ type: "plan", ...shownJson(shown) });
        },
        undo: (shown) => {
            say({ type: "undo", ...shown });
        },
        ask,
        waiting: () => undefined,
        event: (event: Recorded) => {
            say(event);
        },
        end: (ending) => {
            say({ type: "result", ...ending });
        },
    };
}

/** Speaks to programs that want a plan and nothing else: one JSON document, in which there is no plan if nothing is to move. */
export function planJsonVoice(speech: Speech): Voice {
    let plan = {};
    return {
        ...jsonVoice(speech),
        plan: (shown) => {
            plan = shownJson(shown);
        },
        end: ({ outcome, reasons, next }) => {
            speech.out.write(jsonText({ outcome, reasons, next, ...plan }));
        },
    };
}

/** Of kinds that could not be read only what they are called. */
function shownJson({ plan, program, through, notRead }: ShownPlan): object {
    return { plan, program, through, notRead: notRead.map(({ kind, apiVersion }) => ({ kind, apiVersion })) };
}

function undoText({ namespaces, workloads }: ShownUndo): string {
    return [
        namespaces.length === 0
            ? "No namespace was written: none has to be put back."
            : `The bindings of ${namespaces.join(", ")} are put back as they were.`,
        workloads.length === 0
            ? "No workload has to be rolled back."
            : `These are rolled, so that their pods get old addresses again: ${workloads.join(", ")}.`,
        "",
    ].join("\n");
}

function timeOf(date: Date): string {
    return date.toISOString().slice(11, 19);
}
