// SPDX-License-Identifier: Apache-2.0
import type { StepResources } from "./display";
import { messageOf, StepFailed } from "./deployment/failure";
import { Events } from "./events";
import type { EngineEvent, Operation } from "./model";
import { openRun } from "./open-run";
import { carryOut } from "./stages";
import { STACK_TYPE } from "./urn";
import type { Properties } from "./values";

/** What is done to a stack. */
export type StackOperation = "preview" | "up" | "refresh" | "destroy" | "import";

export interface RunOptions {
    /** Folder of the program, or one inside it. Defaults to the current folder. */
    readonly cwd?: string;
    /** Name of the stack, e.g. "dev". */
    readonly stack: string;
    /** Folder of the stack's state. Defaults to `.ksnet/state/<project>/<stack>` beside Pulumi.yaml. */
    readonly stateFolder?: string;
    /** Folders of policy packs. */
    readonly policyPacks?: readonly string[];
    /** JSON files with configuration of the packs, in the packs' order. */
    readonly policyPackConfigs?: readonly string[];
    /** How many steps may run at once. Defaults to 32. */
    readonly parallel?: number;
    /** Reads every resource again first. Only for `preview` and `up`. */
    readonly refresh?: boolean;
    /** Runs the program for the hooks that it registers. Only for `destroy`. */
    readonly runProgram?: boolean;
    /** Path of the file that says what is imported. Only for `import`, which needs it. */
    readonly importFile?: string;
    /** Whether what is imported is protected from deletion until the program says otherwise. Defaults to true. */
    readonly protect?: boolean;
    /** Shows what a `refresh`, a `destroy` or an `import` would do, and does nothing. */
    readonly previewOnly?: boolean;
    /** Environment of the program and of credentials. Defaults to this process's own. */
    readonly env?: NodeJS.ProcessEnv;
    /** Asks the run to stop: what has begun is finished, nothing new begins. */
    readonly signal?: AbortSignal;
    /** Breaks off what has begun, too. */
    readonly cancel?: AbortSignal;
    /** Told everything; a step comes with the whole states before and after it, secrets in their envelopes. */
    readonly onEvent?: (event: EngineEvent, resources?: StepResources) => void;
}

export interface RunResult {
    readonly result: "succeeded" | "failed" | "canceled";
    /** Number of steps by what they did. */
    readonly changes: Readonly<Partial<Record<Operation, number>>>;
    /** Outputs of the stack after the run; secrets are in their envelope. */
    readonly outputs: Properties;
    readonly durationMs: number;
    /** Every error that was reported. */
    readonly errors: readonly string[];
}

/** Runs one operation on a stack. What goes wrong with the stack is told by events and the result, not by an exception. */
export async function run(operation: StackOperation, options: RunOptions): Promise<RunResult> {
    const started = Date.now();
    const errors: string[] = [];
    const events = new Events((event, resources) => {
        if ("diagnosticEvent" in event && event.diagnosticEvent.severity === "error") {
            errors.push(event.diagnosticEvent.message.trimEnd());
        }
        options.onEvent?.(event, resources);
    });
    const preview = operation === "preview" || options.previewOnly === true;
    const opened = await openRun(options, { events, preview });
    try {
        await carryOut(operation, opened, options);
    } catch (error) {
        if (!(error instanceof StepFailed)) {
            events.diagnostic("error", messageOf(error));
        }
        opened.context.stopping.abort();
    } finally {
        await opened.close();
    }
    const { context } = opened;
    const stopped = options.signal?.aborted ? "canceled" : "failed";
    const result = context.stopping.signal.aborted || errors.length > 0 ? stopped : "succeeded";
    const durationMs = Date.now() - started;
    events.emit({
        summaryEvent: {
            maybeCorrupt: false,
            durationSeconds: Math.round(durationMs / 1000),
            resourceChanges: events.counts,
            PolicyPacks: opened.policyPacks(),
            isPreview: preview,
            result,
        },
    });
    events.emit({ cancelEvent: {} });
    const stack = [...context.news.values(), ...context.olds.values()].find(({ type }) => type === STACK_TYPE);
    return { result, changes: events.counts, outputs: stack?.outputs ?? {}, durationMs, errors };
}
