// SPDX-License-Identifier: Apache-2.0
import { aborted, checkRunning, type Context } from "./deployment/context";
import { StepFailed } from "./deployment/failure";
import type { Callbacks } from "./monitor/callbacks";
import { ProgramServer, type Registrar } from "./monitor/program-server";
import { engineHandlers } from "./monitor/engine-service";
import { serve } from "./monitor/server";
import { runProgram } from "./program";
import type { Command } from "./project/program-command";

/** How a program is started once its engine has an address. */
export type CommandFor = (address: string) => Command;

/**
 * Runs the program of a stack. `afterwards` runs when it has registered everything, while its hooks can still be
 * called. Throws if the program or anything after it failed.
 */
export async function runStackProgram(
    context: Context,
    parts: { callbacks: Callbacks; commandFor: CommandFor; registrar: Registrar },
    afterwards: () => Promise<void>,
): Promise<void> {
    let finished: Promise<void> | undefined;
    const finish = (): Promise<void> => (finished ??= afterwards());
    const program = new ProgramServer(context, parts.callbacks, parts.registrar, finish);
    let loggedError = false;
    const engine = engineHandlers(context.events, () => {
        loggedError = true;
    });
    const server = await serve(program.monitorHandlers(), engine);
    try {
        const code = await runProgram(
            parts.commandFor(server.address),
            (line, stream) => {
                context.events.diagnostic(stream === "stderr" ? "info#err" : "info", line);
            },
            Promise.race([program.stopped(), aborted(context.cancelled)]),
        );
        await program.idle();
        explainExit(context, { code, loggedError, finished: finished !== undefined });
        await finished;
    } finally {
        server.close();
    }
}

/** Exit code by which the SDK says that it has logged the error itself. */
const ERROR_LOGGED = 32;

function explainExit(context: Context, exit: { code: number; loggedError: boolean; finished: boolean }): void {
    checkRunning(context);
    const { code, loggedError, finished } = exit;
    if (code === 0 && !loggedError && finished) {
        return;
    }
    context.stopping.abort();
    if (code === 0 && !loggedError) {
        const likely = "Leave out process.exit(), or await what it cuts off.";
        context.events.diagnostic("error", `The program ended before it had registered everything. ${likely}`);
    } else if (code !== ERROR_LOGGED && !loggedError) {
        context.events.diagnostic("error", `The program ended with exit code ${String(code)}.`);
    }
    throw new StepFailed("The program failed.");
}
