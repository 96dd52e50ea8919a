// SPDX-License-Identifier: Apache-2.0
import { checkRunning } from "./deployment/context";
import { deleteAll } from "./deployment/deletions";
import { endComponents, registerOutputs } from "./deployment/outputs";
import { settlePending } from "./deployment/pending";
import { readResource } from "./deployment/read";
import { refreshAll } from "./deployment/refresh";
import { register } from "./deployment/register";
import { importAll } from "./import/take-in";
import type { ResourceState } from "./model";
import type { Registrar } from "./monitor/program-server";
import type { OpenRun } from "./open-run";
import { programCommand } from "./project/program-command";
import type { RunOptions, StackOperation } from "./run";
import { runStackProgram } from "./stack-program";
import { UNKNOWN } from "./values";

/** Does the operation, stage by stage. */
export async function carryOut(operation: StackOperation, opened: OpenRun, options: RunOptions): Promise<void> {
    const { context, store } = opened;
    await settlePending(context, store.pendingOperations);
    if (operation === "refresh" || options.refresh === true || opened.project.refreshAlways) {
        await refreshAll(context, { counted: operation === "refresh" });
    }
    if (operation === "preview" || operation === "up") {
        await update(opened, options);
    }
    if (operation === "destroy") {
        await destroy(opened, options);
    }
    if (operation === "import") {
        const { importFile = "", protect = true } = options;
        await importAll(context, store, { file: importFile, protect });
    }
}

const LIVE: Registrar = { register, read: readResource, registerOutputs };

/** The program says what there should be; what it no longer names goes at the end. */
async function update(opened: OpenRun, options: RunOptions): Promise<void> {
    const { context } = opened;
    await runProgram(opened, options, { registrar: LIVE, dryRun: context.preview }, async () => {
        endComponents(context);
        await context.policies.stack([...context.news.values()]);
        // By key: what an alias has found is under its new URN there.
        const gone = [...context.olds].filter(([urn]) => !context.news.has(urn));
        await deleteAll(context, [...context.replaced, ...gone.map(([, state]) => state)]);
    });
}

/** Answers a program that is only run for its hooks with what the state has; what was never made is unknown to it. */
const FROM_STATE: Registrar = {
    register: (context, { urn, type, custom, inputs }) => {
        const outputs = Object.fromEntries(Object.keys(inputs).map((key) => [key, UNKNOWN]));
        return Promise.resolve(context.olds.get(urn) ?? { urn, type, custom, inputs, outputs });
    },
    read: (context, { urn, type }) => Promise.resolve(context.olds.get(urn) ?? { urn, type, custom: true }),
    registerOutputs: () => Promise.resolve(),
};

async function destroy(opened: OpenRun, options: RunOptions): Promise<void> {
    const { context } = opened;
    const doomed = [...context.olds.values(), ...context.replaced];
    const deletion = (): Promise<void> => deleteAll(context, doomed);
    if (options.runProgram === true) {
        await runProgram(opened, options, { registrar: FROM_STATE, dryRun: context.preview }, deletion);
        return;
    }
    if (doomed.some(hasDeleteHooks)) {
        throw new Error("You must run with the `--run-program` flag to use delete hooks during destroy.");
    }
    await deletion();
}

function hasDeleteHooks({ resourceHooks }: ResourceState): boolean {
    return [...(resourceHooks?.beforeDelete ?? []), ...(resourceHooks?.afterDelete ?? [])].length > 0;
}

async function runProgram(
    opened: OpenRun,
    options: RunOptions,
    how: { registrar: Registrar; dryRun: boolean },
    afterwards: () => Promise<void>,
): Promise<void> {
    const { context, callbacks, project, config, parallel } = opened;
    const commandFor = (address: string) =>
        programCommand(project, {
            stack: options.stack,
            config,
            monitor: address,
            engine: address,
            dryRun: how.dryRun,
            parallel,
            env: options.env ?? process.env,
        });
    await runStackProgram(context, { callbacks, commandFor, registrar: how.registrar }, async () => {
        checkRunning(context);
        await afterwards();
    });
}
